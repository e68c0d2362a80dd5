package dev.tidewatch.web.guard;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;

/**
 * Makes a semicolon an ordinary character. JAX-RS treats what follows it as matrix parameters and
 * omits it from a path parameter, so that a request for {@code a;b} would find, change or delete
 * {@code a}.
 */
@Provider
@PreMatching
public class WholeSegments implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    URI uri = request.getUriInfo().getRequestUri();
    String path = uri.getRawPath();
    if (path != null && path.indexOf(';') >= 0) {
      request.setRequestUri(UriBuilder.fromUri(uri).replacePath(path.replace(";", "%3B")).build());
    }
  }
}
