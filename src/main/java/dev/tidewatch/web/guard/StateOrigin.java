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
import java.util.regex.Pattern;

/**
 * Lets pages of the origins that may open a WebSocket ask for the state of one feed, with a token:
 * that is how the client module finds out why a handshake has failed. A browser asks first, without
 * the token, so this stands before the gate. Cookies do not count for these pages.
 */
public class StateOrigin implements Filter {

  private static final Pattern PATH = Pattern.compile("/api/feeds/[^/]+");

  @Inject private WebSettings settings;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    if (!answers(http, (HttpServletResponse) response, settings.origins())) {
      chain.doFilter(request, response);
    }
  }

  /** Sets the headers of CORS; returns whether this was all that was asked. */
  static boolean answers(
      HttpServletRequest request, HttpServletResponse response, List<String> origins) {
    String origin = request.getHeader("Origin");
    String path = request.getRequestURI().substring(request.getContextPath().length());
    if (origin == null
        || !(origins.contains("*") || origins.contains(origin))
        || !PATH.matcher(path).matches()) {
      return false;
    }
    response.setHeader("Access-Control-Allow-Origin", origin);
    response.setHeader("Vary", "Origin");
    if (!request.getMethod().equals("OPTIONS")
        || !"GET".equals(request.getHeader("Access-Control-Request-Method"))) {
      return false;
    }
    response.setHeader("Access-Control-Allow-Methods", "GET");
    response.setHeader("Access-Control-Allow-Headers", "Authorization");
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    return true;
  }
}
