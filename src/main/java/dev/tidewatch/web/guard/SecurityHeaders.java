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
 * Tells browsers to load nothing that is not ours and to make no markup out of text, and caches to
 * keep nothing that is live. The first filter of all, so that refusals, streams and error pages
 * have the headers too. An answer of the REST routes has no more than counts for what is not a
 * page: it would be longer than many a document.
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

  /** For what programs read. */
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
      // with no-referrer, browsers would send Origin: null with the page's own form
      http.setHeader("Referrer-Policy", "same-origin");
      http.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    }
    chain.doFilter(request, response);
  }

  /**
   * Files are kept and asked for again each time, so that a page and its scripts are of one
   * version. So is the form, because a browser that goes back to it shows what was written.
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
