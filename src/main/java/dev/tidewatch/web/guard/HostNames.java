package dev.tidewatch.web.guard;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that a server answers for, matched with the {@code Host} of a request. A browser sends
 * the name that its user or a page requested. A page of a foreign name that resolves to this
 * machine (DNS rebinding) is therefore recognized.
 *
 * <p>Immutable and thread-safe.
 */
final class HostNames {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** RFC 9112, section 3.2: a name or an address, in brackets if it is of IPv6, and a port. */
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-f:.]+]|[^\\s\\[\\]:@/?#%,\\\\]+)(?::(\\d{0,5}))?");

  private static final int NO_PORT = -1;
  private static final Set<Integer> STANDARD_PORTS = Set.of(80, 443);

  private final boolean any;
  private final boolean unset;
  private final List<Host> listed;

  /** Parses the setting's items; an invalid item matches nothing. */
  HostNames(List<String> items) {
    unset = items.isEmpty();
    any = items.contains("*");
    listed = items.stream().map(HostNames::parse).filter(Objects::nonNull).toList();
  }

  /**
   * Whether a request for that host is answered.
   *
   * @param host the header's value; null if there is none
   * @param loopback whether the request arrived at a loopback address: then only loopback names and
   *     listed names are answered, even if the list is empty. Otherwise an empty list answers every
   *     name, but a list of invalid items answers none
   */
  boolean answers(String host, boolean loopback) {
    if (any || unset && !loopback) {
      return true;
    }
    Host asked = host == null ? null : parse(host);
    return asked != null
        && (LOOPBACK.contains(asked.name) || listed.stream().anyMatch(asked::matches));
  }

  /** Parses a host; null if it is invalid. */
  private static Host parse(String text) {
    Matcher parts = HOST.matcher(text.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return null;
    }
    String digits = parts.group(2);
    int port = digits == null || digits.isEmpty() ? NO_PORT : Integer.parseInt(digits);
    String name = canonical(parts.group(1));
    return name == null || port > 65_535 ? null : new Host(name, port);
  }

  private static String canonical(String name) {
    try {
      if (name.startsWith("[")) {
        // an address, so no name is looked up
        InetAddress address = InetAddress.getByName(name);
        boolean loopback = address.isLoopbackAddress() && address.getAddress().length > 4;
        return loopback ? "[::1]" : "[" + address.getHostAddress() + "]";
      }
      String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
      return plain.isEmpty() ? null : IDN.toASCII(plain, IDN.ALLOW_UNASSIGNED);
    } catch (UnknownHostException | IllegalArgumentException e) {
      return null;
    }
  }

  private record Host(String name, int port) {

    /**
     * Whether a listed host covers this one. Without a port it covers every port, because browsers
     * omit the standard ones.
     */
    boolean matches(Host item) {
      return name.equals(item.name)
          && (item.port == NO_PORT
              || item.port == port
              || port == NO_PORT && STANDARD_PORTS.contains(item.port));
    }
  }
}
