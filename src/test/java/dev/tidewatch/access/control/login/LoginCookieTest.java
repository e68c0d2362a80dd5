package dev.tidewatch.access.control.login;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoginCookieTest {

  private final List<Cookie> cookies = new ArrayList<>();

  @Test
  void noScriptAndNoOtherSiteHasIt() {
    LoginCookie.LOGIN.set(request(""), response(), false, "value", Duration.ofMinutes(5));

    Cookie cookie = cookies.get(0);
    assertThat(cookie.getName()).isEqualTo("tidewatch-login");
    assertThat(cookie.getValue()).isEqualTo("value");
    assertThat(cookie.getPath()).isEqualTo("/");
    assertThat(cookie.isHttpOnly()).isTrue();
    assertThat(cookie.getAttribute("SameSite")).isEqualTo("Lax");
    assertThat(cookie.getMaxAge()).isEqualTo(300);
    assertThat(cookie.getSecure()).isFalse();
    assertThat(cookie.getDomain()).isNull();
  }

  @Test
  void overTlsItIsOfThisHostAlone() {
    LoginCookie.LOGIN.set(request(""), response(), true, "value", Duration.ofMinutes(5));

    assertThat(cookies.get(0).getName()).isEqualTo("__Host-tidewatch-login");
    assertThat(cookies.get(0).getSecure()).isTrue();
    assertThat(cookies.get(0).getPath()).isEqualTo("/");
  }

  @Test
  void belowAContextRootItIsSentNowhereElse() {
    LoginCookie.LOGIN.set(request("/watch"), response(), true, "value", Duration.ofMinutes(5));
    LoginCookie.LOGOUT.set(request("/watch"), response(), true, "value", Duration.ofMinutes(5));

    assertThat(cookies).extracting(Cookie::getPath).containsExactly("/watch", "/watch/logout");
    assertThat(cookies)
        .extracting(Cookie::getName)
        .containsExactly("tidewatch-login", "tidewatch-logout");
    assertThat(cookies).allMatch(Cookie::getSecure);
  }

  @Test
  void itIsForgottenWhereItWasSet() {
    LoginCookie.LOGIN.remove(request("/watch"), response(), false);

    assertThat(cookies.get(0).getMaxAge()).isZero();
    assertThat(cookies.get(0).getPath()).isEqualTo("/watch");
    assertThat(cookies.get(0).getValue()).isEmpty();
  }

  @Test
  void theCookieOfARequestIsFoundUnlessThereAreTwo() {
    assertThat(value("tidewatch-login=a.b")).isEqualTo("a.b");
    assertThat(value("x=1; tidewatch-login=a; y=2")).isEqualTo("a");
    assertThat(value("x=1;tidewatch-login=a")).isEqualTo("a");
    assertThat(value("tidewatch-login=")).isEmpty();
    assertThat(value()).isNull();
    assertThat(value("tidewatch-loginx=a; xtidewatch-login=a; tidewatch-login")).isNull();
    assertThat(value("tidewatch-login=a; tidewatch-login=b")).isNull();
    assertThat(value("tidewatch-login=a", "tidewatch-login=a")).isNull();
  }

  @Test
  void aCookieWithoutTlsDoesNotCountOverTls() {
    assertThat(LoginCookie.LOGIN.of(request("", "tidewatch-login=a"), true)).isNull();
    assertThat(LoginCookie.LOGIN.of(request("", "__Host-tidewatch-login=a"), true)).isEqualTo("a");
  }

  private static String value(String... headers) {
    return LoginCookie.LOGIN.of(request("", headers), false);
  }

  private static HttpServletRequest request(String contextPath, String... headers) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            LoginCookieTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, called, args) ->
                switch (called.getName()) {
                  case "getContextPath" -> contextPath;
                  case "getHeaders" -> Collections.enumeration(List.of(headers));
                  default -> throw new UnsupportedOperationException(called.getName());
                });
  }

  private HttpServletResponse response() {
    return (HttpServletResponse)
        Proxy.newProxyInstance(
            LoginCookieTest.class.getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, called, args) -> {
              if (called.getName().equals("addCookie")) {
                cookies.add((Cookie) args[0]);
                return null;
              }
              throw new UnsupportedOperationException(called.getName());
            });
  }
}
