package dev.tidewatch.access.control.login;

import dev.tidewatch.config.LoginSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.logging.Logger;

/**
 * The seals of this application. They are the same on every node and after a restart, if the
 * settings hold a secret: the key of logins, else the client secret.
 */
@ApplicationScoped
public class Seals {

  private static final Logger LOG = Logger.getLogger(Seals.class.getName());

  private final Seal login;
  private final Seal attempt;
  private final Seal logout;

  /** For the container. */
  @Inject
  public Seals(LoginSettings settings) {
    byte[] secret = secret(settings);
    login = new Seal(secret, "login");
    attempt = new Seal(secret, "login attempt");
    logout = new Seal(secret, "logout");
  }

  /** For the container's proxy. */
  protected Seals() {
    login = null;
    attempt = null;
    logout = null;
  }

  /** For who is logged in. */
  Seal login() {
    return login;
  }

  /** For a login at a provider that has begun. */
  public Seal attempt() {
    return attempt;
  }

  /** For what a provider needs to end its own session. */
  public Seal logout() {
    return logout;
  }

  /** A client secret that a person made up could be guessed from a cookie. */
  private static byte[] secret(LoginSettings settings) {
    byte[] key = settings.key().orElse("").getBytes(StandardCharsets.UTF_8);
    byte[] client = settings.clientSecret().orElse("").getBytes(StandardCharsets.UTF_8);
    if (key.length > 0) {
      return key;
    }
    if (client.length >= LoginSettings.LEAST_KEY_BYTES) {
      return client;
    }
    if (settings.possible()) {
      LOG.warning(
          "Logins count on this node alone and end with its next start: set tidewatch.login.key");
    }
    byte[] random = new byte[LoginSettings.LEAST_KEY_BYTES];
    new SecureRandom().nextBytes(random);
    return random;
  }
}
