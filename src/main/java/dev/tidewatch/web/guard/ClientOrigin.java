package dev.tidewatch.web.guard;

import dev.tidewatch.config.WebSettings;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/**
 * Lets pages of the origins that may open a WebSocket import the client module as well. A browser
 * loads a module from another site only if that site allows it.
 */
public class ClientOrigin implements Filter {

  @Inject private WebSettings settings;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    List<String> origins = settings.origins();
    String origin = ((HttpServletRequest) request).getHeader("Origin");
    HttpServletResponse http = (HttpServletResponse) response;
    // otherwise a cache would give one site's answer to another
    http.addHeader("Vary", "Origin");
    if (origin != null && (origins.contains("*") || origins.contains(origin))) {
      http.setHeader("Access-Control-Allow-Origin", origin);
    }
    chain.doFilter(request, response);
  }
}
