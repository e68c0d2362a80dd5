package dev.tidewatch.feed.boundary.page;

import dev.tidewatch.access.control.Entrance;
import dev.tidewatch.access.control.Refusal;
import dev.tidewatch.feed.boundary.FeedAccess;
import dev.tidewatch.feed.boundary.FeedAccess.Granted;
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
import java.util.Optional;
import java.util.Set;

/**
 * Answers {@code GET /feeds/NAME} with the page of the feed if it is no handshake of a WebSocket,
 * which has the same path. Only the caller that may read the feed gets the page; the others get
 * what a handshake is answered with. The table at {@code /feeds} is shown by this filter too,
 * because the filters of handshakes are mapped to its path as well.
 */
public class FeedPages implements Filter {

  private static final String ATTRIBUTE = FeedPages.class.getName();
  private static final String PREFIX = "/feeds/";
  private static final String VIEW = "/feed.xhtml";
  private static final String TABLE = "/feeds";
  private static final String TABLE_VIEW = "/feeds.xhtml";
  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  @Inject private FeedAccess access;

  /** The feed whose page a request asks for; empty if it came by another path. */
  static Optional<Granted> of(HttpServletRequest request) {
    return Optional.ofNullable((Granted) request.getAttribute(ATTRIBUTE));
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    if (!METHODS.contains(http.getMethod()) || http.getHeader("Upgrade") != null) {
      chain.doFilter(request, response);
      return;
    }
    // a pattern of /feeds/* matches /feeds too
    boolean isTable = Entrance.pathOf(http).equals(TABLE);
    Refusal refusal = isTable ? null : refusal(http);
    if (refusal == null) {
      request.getRequestDispatcher(isTable ? TABLE_VIEW : VIEW).forward(request, response);
    } else {
      refusal.send(http, (HttpServletResponse) response);
    }
  }

  /** Why a request gets no page; null if it does. The name is taken as it was sent. */
  private Refusal refusal(HttpServletRequest request) {
    String path = Entrance.pathOf(request);
    if (!path.startsWith(PREFIX)) {
      return Refusal.NOTHING_THERE;
    }
    try {
      Optional<Granted> granted = access.find(path.substring(PREFIX.length()), request);
      granted.ifPresent(found -> request.setAttribute(ATTRIBUTE, found));
      return granted.isPresent() ? null : Refusal.NOTHING_THERE;
    } catch (ProblemException e) {
      return new Refusal(e.problem());
    }
  }
}
