package dev.tidewatch.access.boundary;

import dev.tidewatch.access.control.Authentication;
import dev.tidewatch.access.control.Authenticator;
import dev.tidewatch.access.control.LoginSupport;
import dev.tidewatch.access.control.Outcome;
import dev.tidewatch.access.control.login.ServerUsers;
import dev.tidewatch.access.entity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.CallerPrincipal;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The application's one authentication mechanism. A server calls it for every request, and for the
 * handshake of a WebSocket too. It finds out who asks, tells the server, and refuses nobody: {@link
 * AccessFilter} does, so that every refusal has the same answer. While access is open it does
 * nothing.
 */
@ApplicationScoped
public class TokenMechanism implements HttpAuthenticationMechanism {

  private final Authenticator authenticator;
  private final LoginSupport support;

  /** For the container. */
  @Inject
  public TokenMechanism(Authenticator authenticator, LoginSupport support) {
    this.authenticator = authenticator;
    this.support = support;
  }

  /** For the container's proxy. */
  protected TokenMechanism() {
    this(null, null);
  }

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    if (authenticator.isRequired()) {
      // for the form of the login, which is a public path
      ServerUsers.offer(request, context.getHandler());
    }
    if (!authenticator.isRequired() || PublicPaths.contains(request) || !support.isWorking()) {
      return context.doNothing();
    }
    Authentication found = authenticator.authenticate(request);
    if (!found.caller().isKnown()) {
      found.leaveIn(request);
      return context.doNothing();
    }
    AuthenticationStatus status = login(found.caller(), context);
    (support.isWorking()
            ? found
            : Authentication.refused(Outcome.UNAVAILABLE, "the server takes no caller"))
        .leaveIn(request);
    return status;
  }

  private AuthenticationStatus login(Caller caller, HttpMessageContext context) {
    try {
      return context.notifyContainerAboutLogin(new CallerPrincipal(caller.name()), caller.roles());
    } catch (RuntimeException e) {
      // what a server says of it may hold the caller's name
      support.failed(
          "it does not take the caller from the application ("
              + e.getClass().getSimpleName()
              + ")");
      return context.doNothing();
    }
  }
}
