package dev.tidewatch.access.control.login;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.tidewatch.access.entity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a caller who has logged in into a text that a browser keeps, and back. Nothing is kept on
 * the server, so that any node answers any request; so nothing can end a login before its time but
 * another key.
 */
@ApplicationScoped
public class Logins {

  private static final String ROLES = "r";
  private static final String CLAIMS = "c";

  private final Seals seals;

  /** For the container. */
  @Inject
  public Logins(Seals seals) {
    this.seals = seals;
  }

  /** For the container's proxy. */
  protected Logins() {
    this(null);
  }

  /**
   * Seals a caller.
   *
   * @param caller known, until a moment that is not {@link Instant#MAX}
   * @return empty if the roles and claims are too many for a cookie
   */
  public Optional<String> seal(Caller caller) {
    return seals
        .login()
        .seal(
            new JWTClaimsSet.Builder()
                .subject(caller.name())
                .claim(ROLES, List.copyOf(caller.roles()))
                .claim(CLAIMS, caller.claims())
                .expirationTime(Date.from(caller.until()))
                .build());
  }

  /**
   * Opens what was sealed.
   *
   * @param text may be null, and anything a client makes up
   * @return empty if it is no login, or if its time is over
   */
  public Optional<Caller> open(String text) {
    return seals.login().open(text, Instant.now()).flatMap(Logins::caller);
  }

  private static Optional<Caller> caller(JWTClaimsSet claims) {
    try {
      Map<String, Object> stated = claims.getJSONObjectClaim(CLAIMS);
      return Optional.of(
          new Caller(
              claims.getSubject(),
              new HashSet<>(claims.getStringListClaim(ROLES)),
              stated == null ? Map.of() : stated,
              claims.getExpirationTime().toInstant()));
    } catch (ParseException e) {
      return Optional.empty();
    }
  }
}
