package dev.tidewatch.web;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/**
 * Every REST path lies under {@code /api}. A server with MicroProfile OpenAPI describes them at
 * {@code /openapi}, from {@code META-INF/openapi.yaml}.
 */
@ApplicationPath("api")
public class RestRoot extends Application {

  /**
   * Properties of Jersey, which other implementations ignore: no WADL, which names its version, and
   * relative references in Location, because behind a proxy that ends TLS the server does not know
   * its own address.
   */
  @Override
  public Map<String, Object> getProperties() {
    return Map.of(
        "jersey.config.server.wadl.disableWadl",
        true,
        "jersey.config.server.headers.location.relative.resolution.disabled",
        true);
  }

  /** Whether a request is for a REST path. */
  public static boolean isFor(ServletRequest request) {
    String path = ((HttpServletRequest) request).getServletPath();
    return path.equals("/api") || path.startsWith("/api/");
  }
}
