package dev.tidewatch.access.control;

import dev.tidewatch.access.control.token.KeysUnavailableException;
import dev.tidewatch.access.control.token.TokenException;
import dev.tidewatch.access.control.token.TokenFault;
import dev.tidewatch.access.control.token.TokenVerifier;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.config.AccessSettings;
import dev.tidewatch.config.LoginSettings;
import dev.tidewatch.web.guard.CookieOrigin;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Optional;

/** Finds out who sent a request, from its token. Thread-safe. */
@ApplicationScoped
public class Authenticator {

  @Inject private AccessSettings settings;
  @Inject private Disconnections disconnections;
  @Inject private LoginSettings loginSettings;
  @Inject @Any private Instance<BrowserLogin> logins;
  @Resource private ManagedScheduledExecutorService executor;

  // null if no token is accepted
  private TokenVerifier tokens;

  /** Begins to read the keys when the application starts. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    if (tokens != null) {
      tokens.prepare();
    }
  }

  @PostConstruct
  void configure() {
    if (settings.required() && settings.tokens().usable()) {
      tokens = new TokenVerifier(settings.tokens(), executor, InstantSource.system());
    }
  }

  /** Whether anybody has to be known; otherwise nobody asks. */
  public boolean isRequired() {
    return settings.required();
  }

  /** Who sent a request. Never fails. */
  public Authentication authenticate(HttpServletRequest request) {
    Credentials credentials = Credentials.of(request);
    if (credentials.fault() != null) {
      return bad(credentials.fault());
    }
    if (credentials.token() == null) {
      return login(request);
    }
    if (tokens == null) {
      return bad(TokenFault.NO_TOKENS);
    }
    try {
      Caller caller = tokens.verify(credentials.token());
      return disconnections.isRefused(caller) ? bad(TokenFault.REVOKED) : Authentication.of(caller);
    } catch (TokenException e) {
      return bad(e.fault());
    } catch (KeysUnavailableException e) {
      return Authentication.refused(Outcome.UNAVAILABLE, e.getMessage());
    }
  }

  /** A token wins over a login: who sends one wants to be its caller. */
  private Authentication login(HttpServletRequest request) {
    if (!CookieOrigin.counts(request)) {
      return Authentication.refused(
          Outcome.UNKNOWN, "the request has no token, and comes from a page of another site");
    }
    for (BrowserLogin login : logins) {
      Optional<Caller> caller = login.caller(request);
      if (caller.isPresent()) {
        return disconnections.isRefused(caller.get())
            ? bad(TokenFault.REVOKED)
            : Authentication.of(caller.get());
      }
    }
    return Authentication.refused(Outcome.UNKNOWN, "the request has neither a token nor a login");
  }

  /**
   * The caller of a request that nobody else knows, if the server itself does. Asked behind the
   * mechanism, before which a server says nothing of a user.
   */
  public Optional<Caller> knownToServer(HttpServletRequest request) {
    // a browser sends passwords and certificates by itself, as it does cookies
    return CookieOrigin.counts(request)
        ? ServerPrincipal.of(request, loginSettings.roles())
        : Optional.empty();
  }

  /** Verifies a token for an audience, as {@link TokenVerifier#verify(String, String)} does. */
  public Caller verify(String token, String audience)
      throws TokenException, KeysUnavailableException {
    return tokens.verify(token, audience);
  }

  private static Authentication bad(TokenFault fault) {
    return Authentication.refused(Outcome.BAD_TOKEN, fault.text());
  }
}
