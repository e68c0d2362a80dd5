package dev.tidewatch.access.boundary.login;

import dev.tidewatch.access.control.openid.OpenIdLogin;
import dev.tidewatch.config.LoginSettings;
import dev.tidewatch.web.PlainPage;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code /logout}: makes the browser forget the login (POST), and ends the OpenID provider's
 * session too. A GET shows the page that the provider leads back to.
 */
public class LogoutServlet extends HttpServlet {

  /** The path of this servlet. */
  static final String PATH = "/logout";

  private static final long serialVersionUID = 1L;

  @Inject private LoginSettings settings;
  @Inject private OpenIdLogin openId;
  @Inject private LoggedIn loggedIn;
  @Inject private PublicAddress address;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    LoginPages.loggedOut(request).send(request, response, 200);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String idToken = loggedIn.idToken(request).orElse(null);
    loggedIn.forget(request, response);
    Optional<String> place =
        settings.clientId() == null
            ? Optional.empty()
            : openId.logout(idToken, address.of(request, PATH));
    if (place.isEmpty()) {
      LoginPages.redirect(response, request.getContextPath() + PATH);
      return;
    }
    // not a redirect, because the policy of the page's form allows it no other site
    response.setHeader("Refresh", "0; url=" + place.get());
    new PlainPage(
            "Logging out",
            PlainPage.paragraph("You are logged out of Tidewatch. The OpenID provider is next.")
                + PlainPage.link(place.get(), "Go on"))
        .send(request, response, 200);
  }
}
