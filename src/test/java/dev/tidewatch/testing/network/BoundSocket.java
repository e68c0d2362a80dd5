package dev.tidewatch.testing.network;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A WebSocket client with an address of its own, which Java's cannot have; it only listens. */
public final class BoundSocket implements AutoCloseable {

  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;

  /** Empty, as the server's pings are, and masked. */
  private static final byte[] PONG = {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0};

  private static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket = new Socket();
  private final DataInputStream in;

  /** Connects from an address of this machine, such as 127.0.0.2. */
  public BoundSocket(String address, URI uri) throws IOException {
    socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
    socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    String request =
        String.join(
            "\r\n",
            "GET " + uri.getRawPath() + " HTTP/1.1",
            "Host: " + uri.getAuthority(),
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            // what must not help a client
            "X-Forwarded-For: 192.0.2.1",
            "\r\n");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    int matched = 0;
    while (matched < 4) {
      matched = in.readUnsignedByte() == "\r\n\r\n".charAt(matched) ? matched + 1 : 0;
    }
  }

  /** The first frame's close code; 0 if it is another frame. Pings are answered and not counted. */
  public int closeCode() throws IOException {
    int type = in.readUnsignedByte();
    in.readUnsignedByte();
    while (type == PING) {
      socket.getOutputStream().write(PONG);
      type = in.readUnsignedByte();
      in.readUnsignedByte();
    }
    return type == CLOSE ? in.readUnsignedShort() : 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
