package dev.tidewatch.access.boundary;

import dev.tidewatch.access.control.Audit;
import dev.tidewatch.access.control.Authentication;
import dev.tidewatch.access.control.Authenticator;
import dev.tidewatch.access.control.BrowserLogin;
import dev.tidewatch.access.control.Callers;
import dev.tidewatch.access.control.Credentials;
import dev.tidewatch.access.control.Entrance;
import dev.tidewatch.access.control.LoginSupport;
import dev.tidewatch.access.control.Outcome;
import dev.tidewatch.access.control.PageRule;
import dev.tidewatch.access.control.Refusal;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.config.InvalidSettingException;
import dev.tidewatch.web.RestRoot;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * The gate in front of every path. While access is required, it lets nobody in who is not known,
 * and shows no page that no {@link PageRule} allows. What a caller may do with a REST path is
 * decided by {@link ResourceRights}, and with a feed by the feed's endpoints, each by the name that
 * it serves, so that no other reading of a path leads past them.
 */
public class AccessFilter implements Filter {

  /** Sockets, and the pages at their paths: a rule of their feed decides. */
  private static final String SOCKET = "/socket";

  private static final String FEEDS = "/feeds/";

  @Inject private Authenticator authenticator;
  @Inject private LoginSupport support;
  @Inject private Audit audit;
  @Inject @Any private Instance<PageRule> rules;
  @Inject @Any private Instance<BrowserLogin> logins;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!authenticator.isRequired()) {
      chain.doFilter(request, response);
      return;
    }
    HttpServletRequest http = (HttpServletRequest) request;
    Refusal refusal = PublicPaths.contains(http) ? null : refusal(http);
    if (refusal == null) {
      chain.doFilter(request, response);
    } else {
      Optional<String> login =
          refusal == Refusal.UNKNOWN && isPageForPeople(http) ? login(http) : Optional.empty();
      if (login.isPresent()) {
        ((HttpServletResponse) response).setStatus(HttpServletResponse.SC_SEE_OTHER);
        ((HttpServletResponse) response).setHeader("Location", login.get());
      } else {
        refusal.send(http, (HttpServletResponse) response);
      }
    }
  }

  private static boolean isPageForPeople(HttpServletRequest request) {
    String accept = request.getHeader("Accept");
    return request.getMethod().equals("GET")
        && (isPage(request) || isPageOfFeed(request))
        // the address of the login holds this one, and must not hold a token
        && !Credentials.of(request).isGiven()
        && accept != null
        && accept.contains("text/html");
  }

  /** Where somebody logs in, to come back to a page; empty if nobody can. */
  private Optional<String> login(HttpServletRequest request) {
    return logins.stream().flatMap(login -> login.page(request).stream()).findFirst();
  }

  /** Why a request goes no further; null if it does. */
  private Refusal refusal(HttpServletRequest request) {
    if (!support.isWorking()) {
      return refuse(request, Outcome.UNAVAILABLE, "nobody can log in on this server");
    }
    Authentication found = found(request);
    if (found.outcome().isPresent()) {
      return refuse(request, found.outcome().get(), found.why());
    }
    Callers.set(request, found.caller());
    return isPage(request) ? pageRefusal(request, found.caller()) : null;
  }

  private Authentication found(HttpServletRequest request) {
    Optional<Authentication> answer = Authentication.in(request);
    if (answer.isPresent() && !answer.get().outcome().equals(Optional.of(Outcome.UNKNOWN))) {
      return answer.get();
    }
    Optional<Caller> known = authenticator.knownToServer(request);
    if (known.isPresent()) {
      return Authentication.of(known.get());
    }
    if (answer.isEmpty()) {
      support.notAsked();
    }
    return answer.orElseGet(
        () ->
            Authentication.refused(
                Credentials.of(request).isGiven() ? Outcome.UNAVAILABLE : Outcome.UNKNOWN,
                "the server has not asked who it is"));
  }

  private static boolean isPage(HttpServletRequest request) {
    String path = request.getServletPath();
    return !RestRoot.isFor(request) && !path.equals(SOCKET) && !path.startsWith(FEEDS);
  }

  /** At the path of a feed's WebSocket; a rule of the feed decides, as it does for the socket. */
  private static boolean isPageOfFeed(HttpServletRequest request) {
    return request.getServletPath().startsWith(FEEDS) && request.getHeader("Upgrade") == null;
  }

  private Refusal pageRefusal(HttpServletRequest request, Caller caller) {
    String path = request.getServletPath();
    for (PageRule rule : rules) {
      Optional<Boolean> allowed;
      try {
        allowed = rule.allows(path, caller);
      } catch (InvalidSettingException e) {
        return Refusal.invalid(e);
      }
      if (allowed.isPresent()) {
        return allowed.get() ? null : refuse(request, caller, "no rule allows this page");
      }
    }
    return Refusal.NOTHING_THERE;
  }

  private Refusal refuse(HttpServletRequest request, Caller caller, String why) {
    audit(request, caller, Outcome.FORBIDDEN, why);
    return Refusal.FORBIDDEN;
  }

  private Refusal refuse(HttpServletRequest request, Outcome outcome, String why) {
    audit(request, Caller.UNKNOWN, outcome, why);
    return outcome == Outcome.UNAVAILABLE ? Refusal.UNAVAILABLE : Refusal.UNKNOWN;
  }

  private void audit(HttpServletRequest request, Caller caller, Outcome outcome, String why) {
    Audit.Origin origin = new Audit.Origin(Entrance.of(request), request.getRemoteAddr());
    // a token in the path is logged nowhere
    String subject = Credentials.isInPath(request) ? "(a token)" : Entrance.pathOf(request);
    audit.refused(caller, subject, origin, outcome, why);
  }
}
