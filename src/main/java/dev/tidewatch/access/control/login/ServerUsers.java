package dev.tidewatch.access.control.login;

import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.config.LoginSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.auth.message.callback.PasswordValidationCallback;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.security.Principal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;

/**
 * The users that the server itself keeps. Servers differ in how an application that has an
 * authentication mechanism asks for them: Payara answers the callback of Jakarta Authentication
 * (section 3.5) and refuses {@code HttpServletRequest.login}; WildFly does the opposite.
 * Thread-safe.
 */
@ApplicationScoped
public class ServerUsers {

  private static final String HANDLER = ServerUsers.class.getName();

  /** What Payara calls its principals of groups. */
  private static final String GROUP = "Group";

  @Inject private LoginSettings settings;

  /** Leaves the server's callbacks, which only the mechanism is given, with the request. */
  public static void offer(HttpServletRequest request, CallbackHandler handler) {
    request.setAttribute(HANDLER, handler);
  }

  /**
   * Checks a password.
   *
   * @param request without a caller
   * @return the user with the roles of the server's groups; on a server that does not tell them,
   *     those that settings name. Empty if there is no such user or the password is another
   */
  public Optional<Caller> logIn(HttpServletRequest request, String name, String password) {
    Optional<Optional<Set<String>>> answer = Optional.empty();
    if (request.getAttribute(HANDLER) instanceof CallbackHandler handler) {
      answer = byCallback(handler, name, password);
    }
    return answer
        .orElseGet(() -> byRequest(request, name, password))
        .map(roles -> caller(name, roles));
  }

  private Caller caller(String name, Set<String> roles) {
    // as in a token: to the second
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return new Caller(
        name,
        roles,
        Map.of("iat", now.getEpochSecond()),
        now.plus(settings.minutes(), ChronoUnit.MINUTES));
  }

  /** The roles, if the password is right; empty if the server does not support the callback. */
  private static Optional<Optional<Set<String>>> byCallback(
      CallbackHandler handler, String name, String password) {
    Subject subject = new Subject();
    PasswordValidationCallback validation =
        new PasswordValidationCallback(subject, name, password.toCharArray());
    try {
      handler.handle(new Callback[] {validation});
    } catch (IOException | UnsupportedCallbackException | RuntimeException e) {
      return Optional.empty();
    } finally {
      validation.clearPassword();
    }
    return Optional.of(validation.getResult() ? Optional.of(groups(subject)) : Optional.empty());
  }

  private static Set<String> groups(Subject subject) {
    return subject.getPrincipals().stream()
        .filter(principal -> principal.getClass().getSimpleName().equals(GROUP))
        .map(Principal::getName)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The roles, if the password is right. Leaves no user and no session behind. */
  private Optional<Set<String>> byRequest(
      HttpServletRequest request, String name, String password) {
    try {
      request.login(name, password);
      Set<String> roles =
          settings.roles().stream()
              .filter(request::isUserInRole)
              .collect(Collectors.toUnmodifiableSet());
      request.logout();
      return Optional.of(roles);
    } catch (ServletException e) {
      // wrong; the message may hold the name
      return Optional.empty();
    } finally {
      HttpSession session = request.getSession(false);
      if (session != null) {
        session.invalidate();
      }
    }
  }
}
