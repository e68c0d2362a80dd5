package dev.tidewatch.access.boundary.login;

import dev.tidewatch.config.LoginSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Where browsers reach the application. Only {@code tidewatch.url} knows it behind a proxy that
 * ends TLS; {@code X-Forwarded-Proto} and its like are for the server to read, because any client
 * can send them.
 */
@ApplicationScoped
public class PublicAddress {

  @Inject private LoginSettings settings;

  /** Whether browsers come over TLS. */
  public boolean isSecure(HttpServletRequest request) {
    return settings.url() == null ? request.isSecure() : settings.url().startsWith("https:");
  }

  /** The address of a path of the application, which begins with a slash. */
  String of(HttpServletRequest request, String path) {
    String origin =
        settings.url() == null
            ? (request.isSecure() ? "https" : "http") + "://" + request.getHeader("Host")
            : settings.url();
    return origin + request.getContextPath() + path;
  }
}
