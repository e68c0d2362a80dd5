package dev.tidewatch.access.boundary;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What needs no caller: files, the descriptions of the API, health, logins, and the page of errors.
 * Decided by the path as it was sent, and only if it is written plainly, because servers differ in
 * how they read the rest.
 */
final class PublicPaths {

  private static final Pattern FILES =
      Pattern.compile(
          "/(resources|jakarta\\.faces\\.resource)(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+",
          Pattern.DOTALL);

  private static final Set<String> OTHERS =
      Set.of(
          "/asyncapi.yaml",
          "/error",
          "/favicon.ico",
          "/health",
          "/health/live",
          "/health/ready",
          "/health/started",
          "/login",
          "/login/return",
          "/logout",
          "/openapi",
          "/schemas/tidewatch.v1.json");

  private PublicPaths() {}

  /** Whether a request is answered without a caller. */
  static boolean contains(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    return OTHERS.contains(path) || FILES.matcher(path).matches();
  }
}
