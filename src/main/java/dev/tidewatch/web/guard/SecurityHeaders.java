package dev.tidewatch.web.guard;

import dev.tidewatch.web.RestRoot;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Sets the headers that make browsers load only this application's resources and never treat text
 * as markup, and that keep caches from storing live data. Runs first, so that refusals, streams and
 * error pages have the headers too. REST answers get only the headers that matter for them, because
 * all of them would be longer than many documents.
 */
public class SecurityHeaders implements Filter {

  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self'",
          "connect-src 'self'",
          "form-action 'self'",
          "base-uri 'none'",
          "frame-ancestors 'none'",
          "require-trusted-types-for 'script'",
          "trusted-types 'none'");

  /** The policy of REST answers. */
  private static final String REST_POLICY = "default-src 'none'; frame-ancestors 'none'";

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletResponse http = (HttpServletResponse) response;
    http.setHeader("X-Content-Type-Options", "nosniff");
    http.setHeader("Cache-Control", cacheControl((HttpServletRequest) request));
    if (RestRoot.isFor(request)) {
      http.setHeader("Content-Security-Policy", REST_POLICY);
    } else {
      http.setHeader("Content-Security-Policy", POLICY);
      // with no-referrer, browsers would send Origin: null with this page's own form
      http.setHeader("Referrer-Policy", "same-origin");
      http.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    }
    chain.doFilter(request, response);
  }

  /**
   * Files are cached but revalidated each time, so that a page and its scripts have the same
   * version. The form is too, so that a browser that returns to it shows its input.
   */
  private static String cacheControl(HttpServletRequest request) {
    String path = request.getServletPath();
    return path.startsWith("/resources/")
            || path.startsWith("/jakarta.faces.resource/")
            || path.equals("/compose")
            || path.equals("/compose.xhtml")
        ? "no-cache"
        : "no-store";
  }
}
