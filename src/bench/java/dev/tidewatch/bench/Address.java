package dev.tidewatch.bench;

import java.net.URI;

/**
 * Where a client connects.
 *
 * @param subprotocol what it asks for; null for none
 * @param token what it proves its name with; null for none
 */
record Address(URI uri, String subprotocol, String token) {

  /**
   * A handshake's header lines that differ from one client to the next; empty if there are none.
   */
  String headers() {
    return (subprotocol == null ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n")
        + (token == null ? "" : "Authorization: Bearer " + token + "\r\n");
  }
}
