package dev.tidewatch.web.guard;

import dev.tidewatch.problems.Problem;
import dev.tidewatch.web.RestRoot;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses what the application cannot answer, with the same problem on every server: a request
 * target that is too long or has a malformed escape, and methods that no page supports. Servers
 * differ here: one ignores a malformed escape, another fails during a handshake.
 */
public class RequestCheck implements Filter {

  /** The most characters of a request's path and query; ids of changes may be long. */
  static final int MAX_TARGET = 32_768;

  private static final Pattern MALFORMED_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final Set<String> PAGE_METHODS = Set.of("GET", "HEAD", "POST");

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    HttpServletResponse answer = (HttpServletResponse) response;
    Problem problem = problem(http);
    if (problem == null) {
      chain.doFilter(request, response);
      return;
    }
    if (problem.status() == 405) {
      answer.setHeader("Allow", "GET, HEAD, POST");
    }
    problem.send(answer);
  }

  /** The problem of a request; null if there is none. */
  private static Problem problem(HttpServletRequest request) {
    String query = request.getQueryString();
    String target = request.getRequestURI() + (query == null ? "" : "?" + query);
    if (target.length() > MAX_TARGET) {
      return new Problem(
          414, "The request's path and query are longer than " + MAX_TARGET + " characters.");
    }
    if (MALFORMED_ESCAPE.matcher(target).find()) {
      return new Problem(
          400, "The request's path or query has a % that two hexadecimal digits do not follow.");
    }
    if (request.isRequestedSessionIdFromURL()) {
      // Payara has cut it out of the path, and the rest may be the path of something else
      return new Problem(400, "The request's path holds ;jsessionid, which names no session here.");
    }
    return RestRoot.isFor(request) || PAGE_METHODS.contains(request.getMethod())
        ? null
        : new Problem(405, "This path does not support this method; see the header Allow.");
  }
}
