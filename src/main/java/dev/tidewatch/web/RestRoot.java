package dev.tidewatch.web;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;

/**
 * Every REST path lies under {@code /api}. A server with MicroProfile OpenAPI describes them at
 * {@code /openapi}; one without it never loads the annotations.
 */
@ApplicationPath("api")
@OpenAPIDefinition(
    info =
        @Info(
            title = "Tidewatch",
            version = "0.1.0",
            description =
                "Every error is a problem document (RFC 9457) of the media type"
                    + " application/problem+json; 503 says in Retry-After when to ask again."))
public class RestRoot extends Application {

  /**
   * Jersey's own, which others ignore: without its description of the routes, which names its
   * version, and with relative references in Location, because behind a proxy that ends TLS the
   * server does not know its own address.
   */
  @Override
  public Map<String, Object> getProperties() {
    return Map.of(
        "jersey.config.server.wadl.disableWadl",
        true,
        "jersey.config.server.headers.location.relative.resolution.disabled",
        true);
  }

  /** Whether a request is for one of those paths. */
  static boolean isFor(ServletRequest request) {
    String path = ((HttpServletRequest) request).getServletPath();
    return path.equals("/api") || path.startsWith("/api/");
  }
}
