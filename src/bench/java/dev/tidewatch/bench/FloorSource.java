package dev.tidewatch.bench;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Gives the floor messages that differ in nothing but their markers from one of the server's. */
final class FloorSource extends Source {

  private final Socket socket;
  private final DataOutputStream out;
  private List<String> around = List.of("", "");

  FloorSource(String host, int port) throws IOException {
    socket = new Socket(host, port);
    socket.setTcpNoDelay(true);
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
  }

  /** What every message is from now on, around its markers. */
  void like(List<String> parts) {
    around = parts;
  }

  @Override
  void make(int first, int count) throws IOException {
    for (int n = first; n < first + count; n++) {
      byte[] message = String.join(Marker.now(n), around).getBytes(StandardCharsets.UTF_8);
      out.writeInt(message.length);
      out.write(message);
    }
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
