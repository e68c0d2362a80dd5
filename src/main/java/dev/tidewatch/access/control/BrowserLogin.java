package dev.tidewatch.access.control;

import dev.tidewatch.access.entity.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** How people log in with a browser. Whoever offers that brings a bean of this type. */
public interface BrowserLogin {

  /**
   * Who is logged in, by the request's cookie. Asked only for requests of which {@link
   * dev.tidewatch.web.guard.CookieOrigin} says that a cookie counts. The claims hold {@code iat},
   * the moment of the login in seconds, because {@link Disconnections} refuses older logins.
   */
  Optional<Caller> caller(HttpServletRequest request);

  /**
   * Where to send a browser that asks for a page and has no login: a reference that leads back to
   * the page. Empty if nobody can log in.
   */
  Optional<String> page(HttpServletRequest request);
}
