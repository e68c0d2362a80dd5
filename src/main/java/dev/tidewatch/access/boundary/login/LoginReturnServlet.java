package dev.tidewatch.access.boundary.login;

import dev.tidewatch.access.control.login.LoginCookie;
import dev.tidewatch.access.control.openid.OpenIdLogin;
import dev.tidewatch.access.control.openid.ProviderException;
import dev.tidewatch.config.LoginSettings;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /login/return}: where the OpenID provider sends a browser back to. */
public class LoginReturnServlet extends HttpServlet {

  /** The path of this servlet, which the provider has to know. */
  static final String PATH = "/login/return";

  private static final long serialVersionUID = 1L;

  @Inject private LoginSettings settings;
  @Inject private OpenIdLogin openId;
  @Inject private LoggedIn loggedIn;
  @Inject private PublicAddress address;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (settings.clientId() == null) {
      LoginPages.impossible().send(request, response, 404);
      return;
    }
    boolean secure = address.isSecure(request);
    try {
      OpenIdLogin.LoggedIn login =
          openId.end(
              request.getParameter("code"),
              request.getParameter("state"),
              request.getParameter("iss"),
              LoginCookie.BROWSER.of(request, secure));
      if (loggedIn.keep(request, response, login.caller(), login.idToken())) {
        LoginPages.redirect(response, login.address());
      } else {
        LoginPages.tooLarge().send(request, response, 403);
      }
    } catch (ProviderException e) {
      LoginPages.refused(request, response, e, request.getContextPath() + "/");
    }
  }
}
