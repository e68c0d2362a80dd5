package dev.tidewatch.web.guard;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;

/**
 * Whether the cookie of a login counts for a request. A browser sends it with requests that pages
 * of other sites make, WebSocket handshakes among them, so it counts only where the page is ours:
 * by Origin (RFC 6454) and by Sec-Fetch-Site (W3C Fetch Metadata), which pages cannot change. An
 * origin of {@code tidewatch.origins} is not ours: its pages may connect with a token.
 */
public final class CookieOrigin {

  private CookieOrigin() {}

  /** Whether a request's cookie says who sent it. */
  public static boolean counts(HttpServletRequest request) {
    List<String> origins = Collections.list(request.getHeaders("Origin"));
    if (origins.size() > 1
        || !origins.isEmpty()
            && !SocketOrigin.allowed(origins.get(0), request.getHeader("Host"), List.of())) {
      return false;
    }
    String site = request.getHeader("Sec-Fetch-Site");
    return site == null
        // neither: a link, or a file of another site, to which SameSite=Lax sends no cookie
        || site.equals("same-origin")
        || site.equals("none")
        || isNavigation(request);
  }

  /** A link that leads here: the other site cannot read the page, and reading changes nothing. */
  private static boolean isNavigation(HttpServletRequest request) {
    return request.getMethod().equals("GET")
        && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
        && "document".equals(request.getHeader("Sec-Fetch-Dest"));
  }
}
