package dev.tidewatch.access.boundary.login;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.tidewatch.access.control.BrowserLogin;
import dev.tidewatch.access.control.login.LoginCookie;
import dev.tidewatch.access.control.login.Logins;
import dev.tidewatch.access.control.login.ReturnAddress;
import dev.tidewatch.access.control.login.Seals;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.config.LoginSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/** The login that a browser keeps in its cookies. */
@ApplicationScoped
public class LoggedIn implements BrowserLogin {

  private static final String ID_TOKEN = "t";

  /** As long as a provider's session usually is. */
  private static final Duration LOGOUT = Duration.ofDays(1);

  @Inject private LoginSettings settings;
  @Inject private Logins logins;
  @Inject private Seals seals;
  @Inject private PublicAddress address;

  /**
   * Who is logged in, by the request's cookie alone; whether the cookie counts is the business of
   * who asks. Empty if nobody is.
   */
  @Override
  public Optional<Caller> caller(HttpServletRequest request) {
    return logins.open(LoginCookie.LOGIN.of(request, address.isSecure(request)));
  }

  @Override
  public Optional<String> page(HttpServletRequest request) {
    String query = request.getQueryString();
    String to = request.getRequestURI() + (query == null ? "" : "?" + query);
    return settings.possible()
        ? Optional.of(LoginPages.path(request, ReturnAddress.of(to, request.getContextPath())))
        : Optional.empty();
  }

  /**
   * Has the browser keep a login.
   *
   * @return false, and nothing is kept, if the caller's roles and claims are too many for a cookie
   */
  boolean keep(HttpServletRequest request, HttpServletResponse response, Caller caller) {
    Optional<String> sealed = logins.seal(caller);
    sealed.ifPresent(
        text ->
            LoginCookie.LOGIN.set(
                request, response, address.isSecure(request), text, lasts(caller)));
    return sealed.isPresent();
  }

  /** As above, with the token by which the provider ends its session. */
  boolean keep(
      HttpServletRequest request, HttpServletResponse response, Caller caller, String idToken) {
    boolean kept = keep(request, response, caller);
    if (kept) {
      // one that is too long is left out, and the provider asks
      seals
          .logout()
          .seal(
              new JWTClaimsSet.Builder()
                  .claim(ID_TOKEN, idToken)
                  .expirationTime(Date.from(Instant.now().plus(LOGOUT)))
                  .build())
          .ifPresent(
              text ->
                  LoginCookie.LOGOUT.set(
                      request, response, address.isSecure(request), text, LOGOUT));
    }
    return kept;
  }

  private static Duration lasts(Caller caller) {
    return Duration.between(Instant.now(), caller.until());
  }

  /** The token by which the provider ends its session; empty if there is none. */
  Optional<String> idToken(HttpServletRequest request) {
    return seals
        .logout()
        .open(LoginCookie.LOGOUT.of(request, address.isSecure(request)), Instant.now())
        .map(LoggedIn::idToken);
  }

  private static String idToken(JWTClaimsSet claims) {
    try {
      return claims.getStringClaim(ID_TOKEN);
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Has the browser forget the login. */
  void forget(HttpServletRequest request, HttpServletResponse response) {
    boolean secure = address.isSecure(request);
    LoginCookie.LOGIN.remove(request, response, secure);
    LoginCookie.LOGOUT.remove(request, response, secure);
  }
}
