package dev.tidewatch.web.guard;

import dev.tidewatch.config.WebSettings;
import dev.tidewatch.problems.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Refuses WebSocket handshakes from other sites' pages with 403. Browsers send such handshakes with
 * the user's access, and do not apply the same-origin policy to them. A filter and not the
 * endpoint's checkOrigin, which does not get the requested host. Programs send no Origin and may
 * connect.
 */
public class SocketOrigin implements Filter {

  @Inject private WebSettings settings;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    if (allowed(http.getHeader("Origin"), http.getHeader("Host"), settings.origins())) {
      chain.doFilter(request, response);
    } else {
      new Problem(403, "This Origin may not connect; tidewatch.origins lists the allowed ones.")
          .send((HttpServletResponse) response);
    }
  }

  /** Whether a page of that origin may connect to that host. */
  static boolean allowed(String origin, String host, List<String> others) {
    return origin == null
        || others.contains("*")
        || others.contains(origin)
        || host != null && sameHost(origin, host.toLowerCase(Locale.ROOT));
  }

  private static boolean sameHost(String origin, String host) {
    try {
      URI uri = URI.create(origin.toLowerCase(Locale.ROOT));
      String authority = uri.getRawAuthority();
      if (authority == null) {
        return false;
      }
      String port = "https".equals(uri.getScheme()) ? ":443" : ":80";
      return strip(authority, port).equals(strip(host, port));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String strip(String authority, String port) {
    return authority.endsWith(port)
        ? authority.substring(0, authority.length() - port.length())
        : authority;
  }
}
