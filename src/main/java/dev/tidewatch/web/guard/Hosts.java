package dev.tidewatch.web.guard;

import dev.tidewatch.config.WebSettings;
import dev.tidewatch.problems.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;

/**
 * Refuses requests for foreign host names with 421, which protects a server on a loopback address
 * from pages of other sites (DNS rebinding). The same-origin policy does not protect it, because to
 * a browser such a page and this server are one site.
 *
 * <p>Ignores the header {@code X-Forwarded-Host}, because any client can forge it.
 */
public class Hosts implements Filter {

  private static final int LONGEST_QUOTE = 100;

  @Inject private WebSettings settings;
  private HostNames names;

  @Override
  public void init(FilterConfig config) {
    names = new HostNames(settings.hosts());
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    List<String> headers = Collections.list(http.getHeaders("Host"));
    String host = headers.isEmpty() ? null : headers.get(0);
    boolean loopback = isLoopback(request.getLocalAddr());
    if (headers.size() > 1) {
      new Problem(400, "The request has more than one header Host.")
          .send((HttpServletResponse) response);
    } else if (!names.answers(host, loopback)) {
      refuse(host, (HttpServletResponse) response);
      // a host in the request target overrides the header (RFC 9112, section 3.2.2)
    } else if (host != null && !names.answers(targetHost(request), loopback)) {
      refuse(request.getServerName(), (HttpServletResponse) response);
    } else {
      chain.doFilter(request, response);
    }
  }

  private static String targetHost(ServletRequest request) {
    String name = request.getServerName();
    return name != null && name.indexOf(':') >= 0 && !name.startsWith("[")
        ? "[" + name + "]:" + request.getServerPort()
        : name + ":" + request.getServerPort();
  }

  private static void refuse(String host, HttpServletResponse response) throws IOException {
    String detail =
        host == null
            ? "The request has no header Host."
            : "This server does not answer for the name \""
                + host.substring(0, Math.min(host.length(), LONGEST_QUOTE))
                + "\".";
    new Problem(421, detail + " The setting tidewatch.hosts lists the names that it answers for.")
        .send(response);
  }

  /** Whether an address is a loopback address; false for an invalid one. */
  static boolean isLoopback(String address) {
    if (address == null || !address.matches("[0-9A-Fa-f:.]+(%.*)?")) {
      return false;
    }
    try {
      return InetAddress.getByName(address.replaceFirst("%.*", "")).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
