package dev.tidewatch.web;

import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.servers.Server;

/**
 * Completes the API description where servers differ. The server's address becomes relative,
 * because behind a proxy it differs from the one that clients use. Every operation states that it
 * needs no credentials. Named in {@code microprofile-config.properties}; a server without
 * MicroProfile OpenAPI never loads it.
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
