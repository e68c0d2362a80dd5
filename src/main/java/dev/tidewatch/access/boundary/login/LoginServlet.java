package dev.tidewatch.access.boundary.login;

import dev.tidewatch.access.control.login.LoginAttempts;
import dev.tidewatch.access.control.login.LoginCookie;
import dev.tidewatch.access.control.login.ReturnAddress;
import dev.tidewatch.access.control.login.ServerUsers;
import dev.tidewatch.access.control.openid.OpenIdLogin;
import dev.tidewatch.access.control.openid.ProviderException;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.config.LoginSettings;
import dev.tidewatch.text.Html;
import dev.tidewatch.web.PlainPage;
import dev.tidewatch.web.handshake.ClientNetwork;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code /login?to=PATH}: sends a browser to the OpenID provider, or shows a form and takes it, and
 * leads back to the path.
 */
public class LoginServlet extends HttpServlet {

  /** The path of this servlet. */
  public static final String PATH = "/login";

  /** The parameter for where to go after the login. */
  public static final String TO = "to";

  private static final long serialVersionUID = 1L;
  private static final Duration ATTEMPT = Duration.ofMinutes(10);
  private static final int MAX_FIELD = 1_024;

  /** The form; its arguments are a notice, the context path, where to go, and the name. */
  private static final String FORM =
      """
      %1$s<form method="post" action="%2$s/login">
        <input type="hidden" name="to" value="%3$s">
        <label for="name">Name</label>
        <input id="name" name="name" value="%4$s" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="1024" required>
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" maxlength="1024" required>
        <p class="acts"><button type="submit">Log in</button></p>
      </form>
      """;

  @Inject private LoginSettings settings;
  @Inject private OpenIdLogin openId;
  @Inject private ServerUsers users;
  @Inject private LoginAttempts attempts;
  @Inject private LoggedIn loggedIn;
  @Inject private PublicAddress address;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String to = ReturnAddress.of(request.getParameter(TO), request.getContextPath());
    if (settings.form()) {
      form(request, response, 200, to, "", "");
    } else if (settings.clientId() == null) {
      LoginPages.impossible().send(request, response, 404);
    } else {
      begin(request, response, to);
    }
  }

  private void begin(HttpServletRequest request, HttpServletResponse response, String to)
      throws IOException {
    boolean secure = address.isSecure(request);
    // the same for all tabs of a browser
    String known = LoginCookie.BROWSER.of(request, secure);
    String browser = known == null ? OpenIdLogin.random() : known;
    try {
      String place = openId.begin(browser, to, address.of(request, LoginReturnServlet.PATH));
      LoginCookie.BROWSER.set(request, response, secure, browser, ATTEMPT);
      LoginPages.redirect(response, place);
    } catch (ProviderException e) {
      LoginPages.refused(request, response, e, to);
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String to = ReturnAddress.of(request.getParameter(TO), request.getContextPath());
    String name = request.getParameter("name");
    String password = request.getParameter("password");
    if (!settings.form()) {
      LoginPages.impossible().send(request, response, 404);
    } else if (!isField(name) || !isField(password)) {
      form(request, response, 400, to, "", "Type a name and a password.");
    } else {
      check(request, response, to, name, password);
    }
  }

  private void check(
      HttpServletRequest request,
      HttpServletResponse response,
      String to,
      String name,
      String password)
      throws IOException {
    String network = ClientNetwork.of(request);
    long wait = attempts.begin(network, name);
    if (wait > 0) {
      response.setHeader("Retry-After", Long.toString(wait));
      String sentence = "Too many wrong passwords. Try again in " + minutes(wait) + ".";
      form(request, response, 429, to, name, sentence);
      return;
    }
    Optional<Caller> caller = users.logIn(request, name, password);
    if (caller.isEmpty()) {
      form(request, response, 403, to, name, "The name or the password is wrong.");
      return;
    }
    attempts.succeeded(network, name);
    if (loggedIn.keep(request, response, caller.get())) {
      LoginPages.redirect(response, to);
    } else {
      LoginPages.tooLarge().send(request, response, 403);
    }
  }

  private static boolean isField(String text) {
    return text != null && !text.isEmpty() && text.length() <= MAX_FIELD;
  }

  private static String minutes(long seconds) {
    long minutes = (seconds + 59) / 60;
    return minutes == 1 ? "a minute" : minutes + " minutes";
  }

  private static void form(
      HttpServletRequest request,
      HttpServletResponse response,
      int status,
      String to,
      String name,
      String notice)
      throws IOException {
    String alert =
        notice.isEmpty()
            ? ""
            : "<p class=\"notice\" role=\"alert\">" + Html.escape(notice) + "</p>\n";
    new PlainPage(
            "Log in",
            FORM.formatted(
                alert, Html.escape(request.getContextPath()), Html.escape(to), Html.escape(name)))
        .send(request, response, status);
  }
}
