package dev.tidewatch.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Tells browsers to load nothing that is not ours, to make no markup out of text, and to ask again
 * for what they have, so that a page and its scripts are of one version. An answer of the REST
 * routes has no more than counts for what is not a page: it would be longer than many a document.
 */
@WebFilter(
    urlPatterns = "/*",
    // a page that was read before comes by the second, and may not have come by this at the first
    dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ASYNC},
    asyncSupported = true)
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
    http.setHeader("Cache-Control", "no-cache");
    if (RestRoot.isFor(request)) {
      http.setHeader("Content-Security-Policy", REST_POLICY);
    } else {
      http.setHeader("Content-Security-Policy", POLICY);
      http.setHeader("Referrer-Policy", "no-referrer");
      http.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    }
    chain.doFilter(request, response);
  }
}
