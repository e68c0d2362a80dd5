package dev.tidewatch.web.handshake;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.websocket.Session;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/**
 * A client's network, for limits: its address, or the first half of an IPv6 address, because a
 * client usually has all of the second half. It is the connection's remote address as the server
 * sees it, never a header such as X-Forwarded-For, which any client can forge.
 */
public final class ClientNetwork {

  private static final int NETWORK_BYTES = 8;

  private ClientNetwork() {}

  /** The network of a request's client; null if the server does not know it. */
  public static String of(HttpServletRequest request) {
    return ofAddress(request.getRemoteAddr());
  }

  /**
   * The network of a WebSocket session's client; null if {@link HandshakeAttributes} has not seen
   * its handshake.
   */
  public static String of(Session session) {
    return ofAddress(HandshakeAttributes.addressOf(session));
  }

  static String ofAddress(String address) {
    // only an IPv6 address has a colon, so no name is looked up
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
