package dev.tidewatch.access.control.openid;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.tidewatch.access.control.login.Seals;
import dev.tidewatch.access.control.openid.OpenIdProvider.Tokens;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.config.AccessSettings;
import dev.tidewatch.config.LoginSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;

/**
 * A login at the OpenID provider: the authorization code flow (OpenID Connect Core 1.0, section
 * 3.1) with PKCE (RFC 7636). What must be remembered until the browser returns is sealed into the
 * {@code state}, and a cookie ties it to the browser: so nothing is kept here, any node may be
 * returned to, and any number of a browser's tabs log in at once.
 */
@ApplicationScoped
public class OpenIdLogin {

  private static final long MINUTES = 10;
  private static final int RANDOM_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private static final String BROWSER = "b";
  private static final String NONCE = "n";
  private static final String VERIFIER = "v";
  private static final String ADDRESS = "a";
  private static final String REDIRECT = "r";

  private final AccessSettings access;
  private final LoginSettings settings;
  private final OpenIdProvider provider;
  private final IdTokens idTokens;
  private final Seals seals;

  /** For the container. */
  @Inject
  public OpenIdLogin(
      AccessSettings access,
      LoginSettings settings,
      OpenIdProvider provider,
      IdTokens idTokens,
      Seals seals) {
    this.access = access;
    this.settings = settings;
    this.provider = provider;
    this.idTokens = idTokens;
    this.seals = seals;
  }

  /** For the container's proxy. */
  protected OpenIdLogin() {
    this(null, null, null, null, null);
  }

  /**
   * Who has logged in.
   *
   * @param caller known
   * @param address where the browser wanted to go
   * @param idToken what the provider ends its session by
   */
  public record LoggedIn(Caller caller, String address, String idToken) {}

  /** A new random text, with 256 bits. */
  public static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }

  /**
   * Begins a login.
   *
   * @param browser what the browser's cookie holds
   * @param address where the browser wants to go
   * @param redirect where the provider sends the browser back to
   * @return where the browser is sent
   * @throws ProviderException if the provider is away
   */
  public String begin(String browser, String address, String redirect) {
    ProviderMetadata places = provider.present();
    String nonce = random();
    String verifier = random();
    String state =
        seals
            .attempt()
            .seal(
                new JWTClaimsSet.Builder()
                    .claim(BROWSER, hash(browser))
                    .claim(NONCE, nonce)
                    .claim(VERIFIER, verifier)
                    .claim(ADDRESS, address)
                    .claim(REDIRECT, redirect)
                    .expirationTime(Date.from(Instant.now().plusSeconds(MINUTES * 60)))
                    .build())
            .orElseThrow();
    StringBuilder query = new StringBuilder("response_type=code");
    OpenIdProvider.append(query, "client_id", settings.clientId());
    OpenIdProvider.append(query, "redirect_uri", redirect);
    OpenIdProvider.append(query, "scope", settings.scope());
    OpenIdProvider.append(query, "state", state);
    OpenIdProvider.append(query, "nonce", nonce);
    OpenIdProvider.append(query, "code_challenge", hash(verifier));
    OpenIdProvider.append(query, "code_challenge_method", "S256");
    return with(places.authorization(), query);
  }

  /**
   * Ends a login that the browser returns from.
   *
   * @param code the parameter of that name; null if the provider did not log the person in
   * @param state the parameter of that name; may be null
   * @param issuer the parameter {@code iss} (RFC 9207); null if the provider sends none
   * @param browser what the browser's cookie holds; may be null
   * @throws ProviderException if the provider is away or has refused, or if the login was not begun
   *     by this browser
   */
  public LoggedIn end(String code, String state, String issuer, String browser) {
    JWTClaimsSet begun =
        seals
            .attempt()
            .open(state, Instant.now())
            .filter(claims -> isBegunBy(browser, claims))
            .filter(claims -> issuer == null || issuer.equals(access.tokens().issuer()))
            .orElseThrow(
                () ->
                    new ProviderException(
                        403, "This login was not begun in this browser, or took too long."));
    if (code == null) {
      throw new ProviderException(403, "The OpenID provider did not log you in.");
    }
    Tokens tokens = provider.exchange(code, text(begun, VERIFIER), text(begun, REDIRECT));
    Caller caller =
        idTokens
            .caller(tokens, text(begun, NONCE))
            .orElseThrow(
                () ->
                    new ProviderException(
                        403, "The OpenID provider's token is not valid here; the log says why."));
    return new LoggedIn(caller, text(begun, ADDRESS), tokens.idToken());
  }

  /**
   * Where the browser is sent to end the provider's own session (OpenID Connect RP-Initiated Logout
   * 1.0); empty if the provider has no such place or is away.
   *
   * @param idToken null if it is not known; the provider then asks the person
   * @param back where the provider sends the browser back to
   */
  public Optional<String> logout(String idToken, String back) {
    URI place;
    try {
      place = provider.metadata().endSession();
    } catch (ProviderException e) {
      return Optional.empty();
    }
    if (place == null) {
      return Optional.empty();
    }
    StringBuilder query = new StringBuilder("client_id=");
    query.append(OpenIdProvider.encode(settings.clientId()));
    OpenIdProvider.append(query, "post_logout_redirect_uri", back);
    if (idToken != null) {
      OpenIdProvider.append(query, "id_token_hint", idToken);
    }
    return Optional.of(with(place, query));
  }

  private static boolean isBegunBy(String browser, JWTClaimsSet begun) {
    return browser != null
        && MessageDigest.isEqual(
            hash(browser).getBytes(StandardCharsets.US_ASCII),
            text(begun, BROWSER).getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(JWTClaimsSet claims, String name) {
    try {
      return claims.getStringClaim(name);
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String with(URI place, StringBuilder query) {
    return place + (place.getRawQuery() == null ? "?" : "&") + query;
  }

  private static String hash(String text) {
    try {
      return BASE64.encodeToString(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
