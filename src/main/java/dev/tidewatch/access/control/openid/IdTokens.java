package dev.tidewatch.access.control.openid;

import dev.tidewatch.access.control.Authenticator;
import dev.tidewatch.access.control.openid.OpenIdProvider.Tokens;
import dev.tidewatch.access.control.token.KeysUnavailableException;
import dev.tidewatch.access.control.token.TokenException;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.config.AccessSettings;
import dev.tidewatch.config.LoginSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Makes a caller of what a provider gave for a login. The ID token says who has logged in; some
 * providers state roles only in the access token, which counts if it is one that this server would
 * take from a program. Thread-safe.
 */
@ApplicationScoped
public class IdTokens {

  private static final Logger LOG = Logger.getLogger(IdTokens.class.getName());

  private final AccessSettings access;
  private final LoginSettings login;
  private final Verification verification;

  /** Verifies a token for an audience. */
  @FunctionalInterface
  interface Verification {
    Caller verify(String token, String audience) throws TokenException, KeysUnavailableException;
  }

  /** For the container. */
  @Inject
  public IdTokens(AccessSettings access, LoginSettings login, Authenticator authenticator) {
    // a proxy, which is asked when it is needed
    this(access, login, (token, audience) -> authenticator.verify(token, audience));
  }

  IdTokens(AccessSettings access, LoginSettings login, Verification verification) {
    this.access = access;
    this.login = login;
    this.verification = verification;
  }

  /** For the container's proxy. */
  protected IdTokens() {
    this(null, null, (Verification) null);
  }

  /**
   * Who has logged in (OpenID Connect Core 1.0, section 3.1.3.7), until the first of the tokens
   * expires, with those claims alone that rules and pages need.
   *
   * @param nonce what the login was begun with
   * @return empty if the ID token is not valid for it
   * @throws ProviderException if the keys of tokens cannot be had
   */
  Optional<Caller> caller(Tokens tokens, String nonce) {
    Caller person = verified("ID token", tokens.idToken(), login.clientId());
    if (person == null
        || !nonce.equals(person.claims().get("nonce"))
        || !login.clientId().equals(person.claims().getOrDefault("azp", login.clientId()))) {
      return Optional.empty();
    }
    Caller granted =
        tokens.accessToken() == null
            ? null
            : verified("access token", tokens.accessToken(), access.tokens().audience());
    return Optional.of(
        granted == null || !granted.name().equals(person.name())
            ? needed(person.name(), person.roles(), person.claims(), person.until())
            : both(person, granted));
  }

  private Caller both(Caller person, Caller granted) {
    Set<String> roles = new HashSet<>(granted.roles());
    roles.addAll(person.roles());
    Map<String, Object> claims = new HashMap<>(granted.claims());
    claims.putAll(person.claims());
    Instant until = person.until().isBefore(granted.until()) ? person.until() : granted.until();
    return needed(person.name(), roles, claims, until);
  }

  private Caller needed(String name, Set<String> roles, Map<String, Object> claims, Instant until) {
    Map<String, Object> kept = new HashMap<>(claims);
    kept.keySet().removeIf(claim -> !login.needsClaim(claim));
    return new Caller(name, roles, kept, until);
  }

  /** The caller of a token; null if it is refused. */
  private Caller verified(String kind, String token, String audience) {
    try {
      return verification.verify(token, audience);
    } catch (TokenException e) {
      LOG.log(Level.INFO, "a login''s {0} is not used: {1}", new Object[] {kind, e.fault().text()});
      return null;
    } catch (KeysUnavailableException e) {
      throw new ProviderException(503, "The OpenID provider's keys cannot be read.");
    }
  }
}
