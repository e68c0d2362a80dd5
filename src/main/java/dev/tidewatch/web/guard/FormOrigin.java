package dev.tidewatch.web.guard;

import dev.tidewatch.problems.Problem;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/**
 * Refuses forms from pages of other sites with 403, by headers that browsers set and pages cannot
 * change: Sec-Fetch-Site (W3C Fetch Metadata), else Origin (RFC 6454). Every browser sends one of
 * them with a POST; a request with neither comes from a program, which no other site controls.
 * Tokens in forms would need sessions, and sessions would tie clients to one node.
 */
public class FormOrigin implements Filter {

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    if (http.getMethod().equals("POST")
        && !allowed(
            http.getHeader("Sec-Fetch-Site"), http.getHeader("Origin"), http.getHeader("Host"))) {
      new Problem(403, "A page of another site may not send this form.")
          .send((HttpServletResponse) response);
    } else {
      chain.doFilter(request, response);
    }
  }

  /**
   * Whether a form is accepted.
   *
   * @param site Sec-Fetch-Site, which browsers send to HTTPS and to this machine; may be null
   * @param origin may be null
   * @param host may be null
   */
  static boolean allowed(String site, String origin, String host) {
    return site == null
        ? SocketOrigin.allowed(origin, host, List.of())
        : site.equals("same-origin") || site.equals("none");
  }
}
