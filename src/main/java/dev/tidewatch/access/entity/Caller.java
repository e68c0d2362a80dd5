package dev.tidewatch.access.entity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who asks: made once for each request and each handshake. Immutable and thread-safe.
 *
 * <p>It is known, with a name, or it is {@link #UNKNOWN}. Where access is open, every caller is
 * unknown, and nothing asks for one.
 *
 * @param name the subject of a token ({@code sub}), or the name of the server's principal; null if
 *     the caller is unknown
 * @param roles the names of the caller's roles
 * @param claims what the token states, by name: String, Boolean, Number, and unmodifiable Lists and
 *     Maps of these; a null in the token is left out. Empty if the server itself knows the caller
 * @param until when the caller ceases to be known; {@link Instant#MAX} if it does not
 */
public record Caller(String name, Set<String> roles, Map<String, Object> claims, Instant until) {

  /** Stands for every role in a setting: anybody who is known. */
  public static final String ANYBODY = "*";

  /** Somebody without a name, a role or a claim. */
  public static final Caller UNKNOWN = new Caller(null, Set.of(), Map.of(), Instant.MAX);

  /** Copies the collections; a caller without a name has no role and no claim. */
  public Caller {
    if (name == null && !(roles.isEmpty() && claims.isEmpty())) {
      throw new IllegalArgumentException("A caller without a name has neither roles nor claims");
    }
    roles = Set.copyOf(roles);
    claims = copy(claims);
  }

  /** Whether the caller has a name. */
  public boolean isKnown() {
    return name != null;
  }

  /**
   * Whether the caller is known and has one of some roles.
   *
   * @param allowed names of roles; {@link #ANYBODY} among them allows every known caller. Empty
   *     allows nobody
   */
  public boolean hasAnyOf(Collection<String> allowed) {
    return isKnown() && (allowed.contains(ANYBODY) || roles.stream().anyMatch(allowed::contains));
  }

  /** The name alone: claims may be personal, and they do not belong in a log. */
  @Override
  public String toString() {
    return isKnown() ? "Caller[" + name + "]" : "Caller[unknown]";
  }

  private static Map<String, Object> copy(Map<?, ?> values) {
    Map<String, Object> copies = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (value != null) {
            copies.put(String.valueOf(name), copyValue(value));
          }
        });
    return Collections.unmodifiableMap(copies);
  }

  private static Object copyValue(Object value) {
    if (value instanceof Map<?, ?> map) {
      return copy(map);
    }
    if (value instanceof List<?> list) {
      List<Object> copies = new ArrayList<>(list.size());
      for (Object item : list) {
        if (item != null) {
          copies.add(copyValue(item));
        }
      }
      return Collections.unmodifiableList(copies);
    }
    return value;
  }
}
