package dev.tidewatch.testing.network;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A connection on which a test sends whatever bytes it likes. */
public final class RawConnection implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 20_000;
  private static final int CLOSE = 8;
  private static final String HEAD_END = "\r\n\r\n";

  private final Socket socket = new Socket();
  private final DataInputStream in;

  /** Connects to the server of an address. */
  public RawConnection(URI server) {
    try {
      socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      in = new DataInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a request, says that nothing follows, and returns all that is answered. */
  public static Answer exchange(URI server, String request) {
    try (RawConnection connection = new RawConnection(server)) {
      connection.send(request.getBytes(StandardCharsets.ISO_8859_1));
      connection.socket.shutdownOutput();
      return new Answer(new String(connection.in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (SocketException e) {
      return new Answer("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a request and returns the head of its answer, which may go on. */
  public static Answer head(URI server, String request) {
    try (RawConnection connection = new RawConnection(server)) {
      connection.send(request.getBytes(StandardCharsets.ISO_8859_1));
      return connection.readHead();
    }
  }

  /** A WebSocket on which nothing has been sent. */
  public static RawConnection webSocket(URI server, String path) {
    RawConnection connection = new RawConnection(server);
    connection.send(handshake(server, path).getBytes(StandardCharsets.US_ASCII));
    Answer answer = connection.readHead();
    if (answer.status() != 101) {
      throw new IllegalStateException(answer.text());
    }
    return connection;
  }

  /** A handshake with more headers, as lines. */
  public static String handshake(URI server, String path, String... headers) {
    return "GET /"
        + path
        + " HTTP/1.1\r\nHost: "
        + server.getAuthority()
        + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + String.join("", Arrays.stream(headers).map(line -> line + "\r\n").toList())
        + "\r\n";
  }

  /** Whether the other end took it; false once it has closed. */
  public boolean send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Answer readHead() {
    StringBuilder head = new StringBuilder();
    try {
      while (head.length() < HEAD_END.length()
          || !head.substring(head.length() - HEAD_END.length()).equals(HEAD_END)) {
        head.append((char) in.readUnsignedByte());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("after \"" + head + "\"", e);
    }
    return new Answer(head.toString());
  }

  /** What comes until a text does, with it; each byte is a letter. */
  public String receive(String until) {
    StringBuilder received = new StringBuilder();
    try {
      do {
        received.append((char) in.readUnsignedByte());
      } while (received.indexOf(until, received.length() - until.length()) < 0);
    } catch (IOException e) {
      throw new UncheckedIOException("after \"" + received + "\"", e);
    }
    return received.toString();
  }

  /** The code of the server's close frame; 0 where the connection ends without one. */
  public int closeCode() {
    try {
      while (true) {
        int opcode = in.readUnsignedByte() & 0x0f;
        int length = in.readUnsignedByte();
        length = length == 126 ? in.readUnsignedShort() : length;
        byte[] payload = in.readNBytes(length);
        if (opcode == CLOSE) {
          return (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        }
      }
    } catch (EOFException | SocketException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * An answer as it came.
   *
   * @param text its head and its body; empty where the connection was closed without any
   */
  public record Answer(String text) {

    /** 0 where there is no answer. */
    public int status() {
      return text.startsWith("HTTP/") ? Integer.parseInt(text.split(" ", 3)[1]) : 0;
    }

    /** The values of a header, in their order. */
    public List<String> headers(String name) {
      return head()
          .lines()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .toList();
    }

    /** What follows the head. */
    public String body() {
      return text.substring(head().length());
    }

    private String head() {
      int end = text.indexOf(HEAD_END);
      return end < 0 ? text : text.substring(0, end + HEAD_END.length());
    }
  }
}
