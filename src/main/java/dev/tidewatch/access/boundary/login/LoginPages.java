package dev.tidewatch.access.boundary.login;

import dev.tidewatch.access.control.openid.ProviderException;
import dev.tidewatch.problems.Problem;
import dev.tidewatch.web.PlainPage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What is said about logins, in words for people. */
final class LoginPages {

  private LoginPages() {}

  static PlainPage impossible() {
    return new PlainPage(
        "No login",
        PlainPage.paragraph(
            "Nobody logs in to this server with a browser: neither tidewatch.oidc.client-id nor"
                + " tidewatch.login.form is set."));
  }

  static PlainPage tooLarge() {
    return new PlainPage(
        "Not logged in",
        PlainPage.paragraph(
            "Your account has more roles and claims than fit into a cookie (4 KB). An"
                + " administrator can have the OpenID provider send fewer to this application."));
  }

  static PlainPage loggedOut(HttpServletRequest request) {
    return new PlainPage(
        "Logged out",
        PlainPage.paragraph("This browser is logged out of Tidewatch.")
            + PlainPage.link(request.getContextPath() + "/", "Log in again"));
  }

  /** Says why there is no login, and leads to another attempt. */
  static void refused(
      HttpServletRequest request, HttpServletResponse response, ProviderException why, String to)
      throws IOException {
    if (why.status() == 503) {
      response.setIntHeader("Retry-After", Problem.RETRY_AFTER_SECONDS);
    }
    new PlainPage(
            "Not logged in",
            PlainPage.paragraph(why.getMessage()) + PlainPage.link(path(request, to), "Try again"))
        .send(request, response, why.status());
  }

  /**
   * Sends a browser to an address. Servers complete a path with what they take for their own
   * address, which is wrong behind a proxy that ends TLS.
   */
  static void redirect(HttpServletResponse response, String address) {
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader("Location", address);
  }

  /** The address of the login that leads to an address. */
  static String path(HttpServletRequest request, String to) {
    return request.getContextPath()
        + LoginServlet.PATH
        + "?"
        + LoginServlet.TO
        + "="
        + URLEncoder.encode(to, StandardCharsets.UTF_8);
  }
}
