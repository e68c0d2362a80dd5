package dev.tidewatch.access.control;

import dev.tidewatch.access.entity.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The caller whom the server itself knows, whatever a team has set up there. It has no token, and
 * is authenticated anew with each request, so its {@code iat} is now: a disconnection ends its
 * sessions and does not keep it from coming back.
 */
final class ServerPrincipal {

  private ServerPrincipal() {}

  /**
   * The caller of a request, with the roles that the server confirms.
   *
   * @param roles the names of the roles that matter, because a server does not list a caller's
   */
  static Optional<Caller> of(HttpServletRequest request, Collection<String> roles) {
    Principal user = request.getUserPrincipal();
    if (user == null || user.getName() == null || user.getName().isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        new Caller(
            user.getName(),
            roles.stream().filter(request::isUserInRole).collect(Collectors.toUnmodifiableSet()),
            Map.of("iat", Instant.now().getEpochSecond()),
            Instant.MAX));
  }
}
