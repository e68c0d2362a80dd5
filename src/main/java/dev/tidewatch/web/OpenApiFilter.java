package dev.tidewatch.web;

import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.servers.Server;

/**
 * Completes the description of the API with what each server leaves out or knows too little of:
 * behind a proxy its own address is not the one that clients use, so the reference to it is
 * relative, and no operation takes credentials, which is said and not left open. Named in {@code
 * microprofile-config.properties}; a server without MicroProfile OpenAPI never loads it.
 */
public final class OpenApiFilter implements OASFilter {

  @Override
  public void filterOpenAPI(OpenAPI description) {
    List<Server> servers = description.getServers();
    if (servers == null || servers.isEmpty()) {
      description.setServers(List.of(OASFactory.createServer().url("/")));
    } else {
      servers.forEach(server -> server.setUrl(relative(server.getUrl())));
    }
    description.setSecurity(List.of(OASFactory.createSecurityRequirement()));
  }

  /** Returns the path of an address, without a slash at its end unless it is the root. */
  static String relative(String url) {
    String path = URI.create(url).getRawPath();
    return path.length() < 2 ? "/" : path.replaceFirst("/$", "");
  }
}
