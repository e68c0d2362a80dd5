package dev.tidewatch.web;

import dev.tidewatch.config.AccessSettings;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.models.servers.Server;

/**
 * Completes the API description where servers differ. The server's address becomes relative,
 * because behind a proxy it differs from the one that clients use. Every operation states whether
 * it needs a token. Named in {@code microprofile-config.properties}; a server without MicroProfile
 * OpenAPI never loads it.
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
    SecurityRequirement security = OASFactory.createSecurityRequirement();
    if (needsToken()) {
      security.addScheme("token");
    } else {
      description.getComponents().setSecuritySchemes(null);
    }
    description.setSecurity(List.of(security));
  }

  /** As {@code AccessSettings} has it; no bean is injected here. */
  private static boolean needsToken() {
    return !ConfigProvider.getConfig()
        .getOptionalValue(AccessSettings.MODE, String.class)
        .orElse("open")
        .strip()
        .equals("open");
  }

  /** Returns the path of an address, without a slash at its end unless it is the root. */
  static String relative(String url) {
    String path = URI.create(url).getRawPath();
    return path.length() < 2 ? "/" : path.replaceFirst("/$", "");
  }
}
