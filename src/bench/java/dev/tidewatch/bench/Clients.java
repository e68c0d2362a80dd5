package dev.tidewatch.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * Many clients that are read by one thread; or, while nobody reads them, as many stalled ones.
 *
 * <p>Owned by the thread that made them.
 */
final class Clients implements AutoCloseable {

  /** Connecting at once, so that the length of a server's queue is never what is measured. */
  private static final int WINDOW = 64;

  private static final long CONNECT_MILLIS = 10_000;
  private static final int SMALL_BUFFER = 4096;

  private final Selector selector = Selector.open();
  // larger than any message; shared, as nothing stays in it from one client to the next
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(2 << 20);
  private final List<Client> clients = new ArrayList<>();
  private final Latencies latencies = new Latencies();
  private long deliveries;

  private Clients() throws IOException {}

  /** Connects, to the addresses in turn; throws if a client cannot. */
  static Clients connect(List<Address> addresses, int count, int markersPerChange)
      throws IOException {
    return connect(addresses, count, markersPerChange, false);
  }

  /** Connects clients that take as little as a client can without reading. */
  static Clients connectStalled(List<Address> addresses, int count) throws IOException {
    return connect(addresses, count, 1, true);
  }

  private static Clients connect(
      List<Address> addresses, int count, int markersPerChange, boolean stalled)
      throws IOException {
    Clients all = new Clients();
    try {
      all.open(addresses, count, markersPerChange, stalled);
      return all;
    } catch (IOException e) {
      all.close();
      throw e;
    }
  }

  private void open(List<Address> addresses, int count, int markersPerChange, boolean stalled)
      throws IOException {
    long open = 0;
    while (open < count) {
      while (clients.size() < count && clients.size() - open < WINDOW) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        if (stalled) {
          channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
        }
        Address address = addresses.get(clients.size() % addresses.size());
        Client client = new Client(channel, handshake(address), markersPerChange, latencies);
        clients.add(client);
        channel.register(selector, SelectionKey.OP_CONNECT, client);
        channel.connect(new InetSocketAddress(address.uri().getHost(), address.uri().getPort()));
      }
      if (selector.select(CONNECT_MILLIS) == 0) {
        throw new IOException("only " + open + " of " + count + " clients could connect");
      }
      serve();
      open = clients.stream().filter(Client::isOpen).count();
    }
  }

  private static byte[] handshake(Address address) {
    URI uri = address.uri();
    return ("GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n")
        .formatted(
            uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()),
            uri.getAuthority(),
            address.headers())
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void serve() throws IOException {
    for (SelectionKey key : selector.selectedKeys()) {
      Client client = (Client) key.attachment();
      long before = client.deliveries();
      client.ready(key, buffer);
      deliveries += client.deliveries() - before;
      if (client.isClosed() && !client.isOpen()) {
        throw new IOException("closed in its handshake");
      }
    }
    selector.selectedKeys().clear();
  }

  /**
   * Reads until so many deliveries have come in all, or none comes for a while. Returns the seconds
   * from the first of those that it read to the last.
   */
  double readUntil(long wanted, long patienceSeconds) throws IOException {
    long none = deliveries;
    long first = 0;
    long waited = System.nanoTime();
    while (deliveries < wanted
        && System.nanoTime() - waited < TimeUnit.SECONDS.toNanos(patienceSeconds)) {
      long before = deliveries;
      if (selector.select(100) > 0) {
        serve();
      }
      if (deliveries > before) {
        waited = System.nanoTime();
        first = before == none ? waited : first;
      }
    }
    return deliveries == none ? 0 : (waited - first) / 1e9;
  }

  /** Reads on, to see what comes that should not. */
  void linger(long millis) throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      if (selector.select(10) > 0) {
        serve();
      }
    }
  }

  int size() {
    return clients.size();
  }

  long deliveries() {
    return deliveries;
  }

  Latencies latencies() {
    return latencies;
  }

  Client first() {
    return clients.get(0);
  }

  long sum(ToLongFunction<Client> count) {
    return clients.stream().mapToLong(count).sum();
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.close();
    }
    selector.close();
  }
}
