package dev.tidewatch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clients that return to an old position, read what they missed, and do so again, for as long as
 * this is open. What they read is counted and thrown away.
 *
 * <p>Owner: a thread of its own, from the start to {@link #close}.
 */
final class Returning implements AutoCloseable {

  private static final Pattern POSITION = Pattern.compile("\"position\":\"([^\"]+)\"");
  private static final Pattern CHANGES = Pattern.compile("\"changes\":(\\d+)");

  private static final long POLL_MILLIS = 100;

  /** A client that has read so many bytes begins again. */
  private static final long ENOUGH = 32L << 20;

  private final Selector selector = Selector.open();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
  private final InetSocketAddress address;
  private final byte[] handshake;
  private final Thread thread = new Thread(this::run, "returning clients");
  private volatile boolean stopped;
  private volatile long bytes;

  /** One of them. */
  private static final class One {
    private long read;
  }

  private Returning(URI base, String position, int count) throws IOException {
    address = new InetSocketAddress(base.getHost(), base.getPort());
    handshake =
        ("GET /feeds/changes?after=%s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Protocol: tidewatch.v1\r\n\r\n")
            .formatted(position, base.getAuthority())
            .getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < count; i++) {
      connect();
    }
  }

  /** Starts so many, which return to a position again and again. */
  static Returning start(URI base, String position, int count) throws IOException {
    Returning clients = new Returning(base, position, count);
    clients.thread.start();
    return clients;
  }

  /** Where the feed stands now. */
  static String position(URI base) throws IOException, InterruptedException {
    return state(base, POSITION);
  }

  /** How many changes the feed has seen. */
  static long changes(URI base) throws IOException, InterruptedException {
    return Long.parseLong(state(base, CHANGES));
  }

  /** Waits until the feed has seen so many. */
  static void awaitChanges(URI base, long count) throws IOException, InterruptedException {
    while (changes(base) < count) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private static String state(URI base, Pattern field) throws IOException, InterruptedException {
    URI state = URI.create("http://" + base.getAuthority() + "/api/feeds/changes");
    String body =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(state).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    Matcher value = field.matcher(body);
    if (!value.find()) {
      throw new IOException("no " + field + " in " + body);
    }
    return value.group(1);
  }

  /** How many bytes all have read. */
  long bytes() {
    return bytes;
  }

  private void connect() throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_CONNECT, new One());
    channel.connect(address);
  }

  private void run() {
    try {
      while (!stopped) {
        selector.select(100);
        for (SelectionKey key : selector.selectedKeys()) {
          serve(key);
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(SelectionKey key) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    One client = (One) key.attachment();
    if (key.isConnectable()) {
      channel.finishConnect();
      channel.write(ByteBuffer.wrap(handshake));
      key.interestOps(SelectionKey.OP_READ);
      return;
    }
    int read = channel.read(buffer.clear());
    client.read += Math.max(0, read);
    bytes += Math.max(0, read);
    if (read < 0 || client.read > ENOUGH) {
      channel.close();
      connect();
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    stopped = true;
    thread.join();
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
