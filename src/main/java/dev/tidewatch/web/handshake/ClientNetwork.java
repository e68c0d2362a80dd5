package dev.tidewatch.web.handshake;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.websocket.Session;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/**
 * Where a client comes from, as far as limits are concerned: an address, or with IPv6 the first
 * half of one, for everybody who has one has all of the second half. What the server takes for the
 * other end of the connection, and never a header such as X-Forwarded-For, in which a client may
 * write what it likes.
 */
public final class ClientNetwork {

  private static final int NETWORK_BYTES = 8;

  private ClientNetwork() {}

  /** Where a request comes from; null if the server does not know. */
  public static String of(HttpServletRequest request) {
    return ofAddress(request.getRemoteAddr());
  }

  /** Where a WebSocket session comes from; null if {@link HandshakeAttributes} has not seen it. */
  public static String of(Session session) {
    return ofAddress(HandshakeAttributes.addressOf(session));
  }

  static String ofAddress(String address) {
    // nothing else has a colon, so no name is looked up
    if (address == null || address.indexOf(':') < 0) {
      return address;
    }
    int zone = address.indexOf('%');
    try {
      InetAddress parsed = InetAddress.getByName(zone < 0 ? address : address.substring(0, zone));
      return parsed instanceof Inet6Address
          ? HexFormat.of().formatHex(parsed.getAddress(), 0, NETWORK_BYTES)
          : parsed.getHostAddress();
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
