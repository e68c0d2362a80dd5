package dev.tidewatch.access.control.token;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a token lists the roles of its caller. */
final class RolesClaim {

  private final String name;

  /**
   * A claim.
   *
   * @param name of the claim, or the path to it with dots
   */
  RolesClaim(String name) {
    this.name = name;
  }

  /**
   * The roles: an array of strings. Empty if the claim is missing or anything else, also if one
   * item is no string.
   */
  Set<String> of(Map<String, Object> claims) {
    // a claim of exactly this name first: namespaced claims are addresses, which have dots
    Object value = claims.containsKey(name) ? claims.get(name) : at(claims, name);
    return value instanceof List<?> roles && roles.stream().allMatch(String.class::isInstance)
        ? roles.stream().map(String.class::cast).collect(Collectors.toUnmodifiableSet())
        : Set.of();
  }

  private static Object at(Map<String, Object> claims, String path) {
    Object value = claims;
    for (String step : path.split("\\.")) {
      value = value instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return value;
  }
}
