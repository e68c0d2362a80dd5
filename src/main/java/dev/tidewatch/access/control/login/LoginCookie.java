package dev.tidewatch.access.control.login;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Collections;

/**
 * The cookies of logins. A script cannot read them, other sites' pages do not send them with what
 * they load, and over TLS they never travel without it.
 *
 * <p>Over TLS and at the root of a host the name begins with {@code __Host-}, which browsers take
 * from that host alone (draft-ietf-httpbis-rfc6265bis, section 4.1.3): no other host of the same
 * domain can slip a login in.
 */
public enum LoginCookie {
  /** Who is logged in. */
  LOGIN("tidewatch-login", ""),
  /** Ties a login that has begun to the browser. */
  BROWSER("tidewatch-browser", ""),
  /** What the provider needs to end its own session. */
  LOGOUT("tidewatch-logout", "/logout");

  private final String name;
  private final String path;

  LoginCookie(String name, String path) {
    this.name = name;
    this.path = path;
  }

  /**
   * The cookie's value in a request; null if it has none, or more than one, of which it would not
   * be known which path and host they were set for. Read from the headers, because a server may
   * keep only one cookie of a name.
   */
  public String of(HttpServletRequest request, boolean secure) {
    String beginning = name(request, secure) + "=";
    String value = null;
    for (String header : Collections.list(request.getHeaders("Cookie"))) {
      for (String pair : header.split(";")) {
        String cookie = pair.strip();
        if (cookie.startsWith(beginning)) {
          if (value != null) {
            return null;
          }
          value = cookie.substring(beginning.length());
        }
      }
    }
    return value;
  }

  /**
   * Sets the cookie.
   *
   * @param secure whether browsers reach the application over TLS
   */
  public void set(
      HttpServletRequest request,
      HttpServletResponse response,
      boolean secure,
      String value,
      Duration lasts) {
    Cookie cookie = new Cookie(name(request, secure), value);
    String whole = request.getContextPath() + path;
    cookie.setPath(whole.isEmpty() ? "/" : whole);
    cookie.setHttpOnly(true);
    cookie.setSecure(secure);
    cookie.setAttribute("SameSite", "Lax");
    cookie.setMaxAge((int) Math.min(Integer.MAX_VALUE, lasts.toSeconds()));
    response.addCookie(cookie);
  }

  /** Makes the browser forget the cookie. */
  public void remove(HttpServletRequest request, HttpServletResponse response, boolean secure) {
    set(request, response, secure, "", Duration.ZERO);
  }

  private String name(HttpServletRequest request, boolean secure) {
    boolean host = secure && path.isEmpty() && request.getContextPath().isEmpty();
    return (host ? "__Host-" : "") + name;
  }
}
