package dev.tidewatch.testing.network;

import dev.tidewatch.testing.clients.Gate;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * One connection through a {@link SocksRelay}: RFC 1928, CONNECT without authentication, and then
 * bytes both ways as long as the gate is open.
 */
final class RelayedConnection {

  private static final int VERSION = 5;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final byte[] NO_AUTHENTICATION = {VERSION, 0};
  private static final byte[] SUCCEEDED = {VERSION, 0, 0, IPV4, 0, 0, 0, 0, 0, 0};

  private final Socket client;
  private final Socket server = new Socket();
  private final Gate gate;
  private final Consumer<RelayedConnection> closed;

  RelayedConnection(Socket client, Gate gate, Consumer<RelayedConnection> closed) {
    this.client = client;
    this.gate = gate;
    this.closed = closed;
  }

  /** Relays until either side closes; the way back runs on the executor. */
  void run(Executor executor) {
    try {
      gate.pass();
      server.connect(handshake());
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      client.getOutputStream().write(SUCCEEDED);
      executor.execute(() -> relay(server, client));
      relay(client, server);
    } catch (IOException | RejectedExecutionException e) {
      close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    }
  }

  private InetSocketAddress handshake() throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    in.readUnsignedByte();
    in.readFully(new byte[in.readUnsignedByte()]);
    client.getOutputStream().write(NO_AUTHENTICATION);
    // version, command, reserved
    in.readFully(new byte[3]);
    InetAddress address =
        switch (in.readUnsignedByte()) {
          case IPV4 -> InetAddress.getByAddress(read(in, 4));
          case NAME ->
              InetAddress.getByName(
                  new String(read(in, in.readUnsignedByte()), StandardCharsets.US_ASCII));
          default -> InetAddress.getByAddress(read(in, 16));
        };
    return new InetSocketAddress(address, in.readUnsignedShort());
  }

  private static byte[] read(DataInputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  private void relay(Socket from, Socket to) {
    byte[] buffer = new byte[1 << 16];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        gate.pass();
        out.write(buffer, 0, length);
      }
    } catch (IOException e) {
      // one side is gone, and the other learns it from the close
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  /** Drops both sides. Any thread; may be repeated. */
  void close() {
    for (Socket socket : new Socket[] {client, server}) {
      try {
        socket.close();
      } catch (IOException e) {
        // it is as good as closed
      }
    }
    closed.accept(this);
  }
}
