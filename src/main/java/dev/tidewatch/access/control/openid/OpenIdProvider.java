package dev.tidewatch.access.control.openid;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.tidewatch.access.control.openid.ProviderConnection.Answer;
import dev.tidewatch.config.AccessSettings;
import dev.tidewatch.config.LoginSettings;
import dev.tidewatch.config.TokenSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * The OpenID provider. Calls block the request's thread for some seconds at most, and only a few do
 * at once: a provider that hangs delays logins and nothing else. Thread-safe.
 */
@ApplicationScoped
public class OpenIdProvider {

  private static final Logger LOG = Logger.getLogger(OpenIdProvider.class.getName());

  private static final int AT_ONCE = 8;

  /** How long a request waits for its turn. */
  private static final long TURN_SECONDS = 2;

  /** How long the provider counts as there, so that many people who log in at once ask it once. */
  private static final long FRESH_NANOS = 5_000_000_000L;

  private final AccessSettings access;
  private final LoginSettings login;

  /** For the container. */
  @Inject
  public OpenIdProvider(AccessSettings access, LoginSettings login) {
    this.access = access;
    this.login = login;
  }

  /** For the container's proxy. */
  protected OpenIdProvider() {
    this(null, null);
  }

  private final Semaphore calls = new Semaphore(AT_ONCE);
  private volatile ProviderMetadata metadata;
  private volatile long readAt;

  /**
   * What a code was exchanged for.
   *
   * @param idToken who has logged in; not verified yet
   * @param accessToken what the provider gave for other servers; null if it gave none. Not verified
   */
  record Tokens(String idToken, String accessToken) {}

  /** Where the provider is, as last said; throws ProviderException if it has never said. */
  ProviderMetadata metadata() {
    ProviderMetadata known = metadata;
    return known == null ? present() : known;
  }

  /**
   * Where the provider is now: a browser is sent to no provider that does not answer. Throws
   * ProviderException if it is away.
   */
  ProviderMetadata present() {
    ProviderMetadata known = metadata;
    if (known != null && System.nanoTime() - readAt < FRESH_NANOS) {
      return known;
    }
    return call(
        () -> {
          Answer answer = ProviderConnection.get(TokenSettings.discovery(issuer()));
          if (answer.status() != 200) {
            throw new IOException("status " + answer.status());
          }
          ProviderMetadata read = ProviderMetadata.parse(answer.body(), issuer());
          metadata = read;
          readAt = System.nanoTime();
          return read;
        });
  }

  /**
   * Exchanges a code for tokens (RFC 6749, section 4.1.3; RFC 7636).
   *
   * @throws ProviderException if the provider is away or refuses the code or the client
   */
  Tokens exchange(String code, String verifier, String redirect) {
    ProviderMetadata places = metadata();
    String secret = login.clientSecret().orElse("");
    boolean header = places.basic() && !secret.isEmpty();
    StringBuilder form = new StringBuilder("grant_type=authorization_code");
    append(form, "code", code);
    append(form, "redirect_uri", redirect);
    append(form, "code_verifier", verifier);
    if (!header) {
      append(form, "client_id", login.clientId());
    }
    if (!header && !secret.isEmpty()) {
      append(form, "client_secret", secret);
    }
    Answer answer =
        call(
            () ->
                ProviderConnection.post(
                    places.token(), form.toString(), header ? basic(secret) : null));
    return tokens(answer);
  }

  private Tokens tokens(Answer answer) {
    try {
      Map<String, Object> body = JSONObjectUtils.parse(answer.body());
      String idToken = JSONObjectUtils.getString(body, "id_token");
      if (answer.status() == 200 && idToken != null) {
        return new Tokens(idToken, JSONObjectUtils.getString(body, "access_token"));
      }
      String error = JSONObjectUtils.getString(body, "error");
      if ("invalid_grant".equals(error)) {
        throw new ProviderException(403, "The login took too long, or was used already.");
      }
      if ("invalid_client".equals(error) || "unauthorized_client".equals(error)) {
        LOG.warning(
            "The OpenID provider refuses tidewatch.oidc.client-id and tidewatch.oidc.client-secret");
        throw new ProviderException(
            503, "The OpenID provider does not accept this server; its log says which settings.");
      }
    } catch (ParseException e) {
      // as without tokens
    }
    LOG.warning(
        "The OpenID provider answers a code with status " + answer.status() + " and no id_token");
    throw away();
  }

  private <T> T call(Callable<T> call) {
    if (!isItsTurn()) {
      throw new ProviderException(503, "Too many people log in at once.");
    }
    try {
      return call.call();
    } catch (ProviderException e) {
      throw e;
    } catch (ParseException e) {
      LOG.warning(
          "The OpenID provider's /.well-known/openid-configuration is not that of"
              + " tidewatch.jwt.issuer");
      throw away();
    } catch (Exception e) {
      // an I/O error, or an address that is none; its message may hold what was sent
      throw away();
    } finally {
      calls.release();
    }
  }

  private boolean isItsTurn() {
    try {
      return calls.tryAcquire(TURN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static ProviderException away() {
    return new ProviderException(
        503, "The OpenID provider does not answer, so nobody can log in now.");
  }

  private String issuer() {
    return access.tokens().issuer();
  }

  /** RFC 6749, section 2.3.1: both are encoded as in a form first. */
  private String basic(String secret) {
    String pair = encode(login.clientId()) + ":" + encode(secret);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
  }

  static void append(StringBuilder form, String name, String value) {
    form.append('&').append(name).append('=').append(encode(value));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
