package dev.tidewatch.feed.boundary.websocket;

import dev.tidewatch.access.control.Refusal;
import dev.tidewatch.access.control.Rights;
import dev.tidewatch.feed.boundary.FeedAccess;
import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.problems.ProblemException;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Refuses handshakes for feeds that the caller may not read, and for unknown ones, with an HTTP
 * answer. While access is open it does nothing, and the endpoint closes with 1008 where the feed is
 * unknown.
 */
public class FeedHandshake implements Filter {

  private static final String SOCKET = "/socket";

  @Inject private Rights rights;
  @Inject private FeedAccess access;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    Refusal refusal = rights.areRequired() ? refusal(http) : null;
    if (refusal == null) {
      chain.doFilter(request, response);
    } else {
      refusal.send(http, (HttpServletResponse) response);
    }
  }

  private Refusal refusal(HttpServletRequest request) {
    String path = request.getRequestURI();
    String name =
        request.getServletPath().equals(SOCKET)
            ? FeedSettings.CHANGES
            : path.substring(path.lastIndexOf('/') + 1);
    try {
      return access.find(name, request).isPresent() ? null : Refusal.NOTHING_THERE;
    } catch (ProblemException e) {
      return new Refusal(e.problem());
    }
  }
}
