package dev.tidewatch.servers;

import dev.tidewatch.testing.clients.TestEvents;
import dev.tidewatch.testing.clients.TestSocket;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * A reader whose tokens last for seconds: whenever the server ends its session it comes back with
 * its last id and a new one. It keeps the numbers that it was sent, and how its sessions ended.
 */
abstract class ExpiringReader implements AutoCloseable {

  private final URI base;
  private final Supplier<String> tokens;
  private final List<Integer> numbers = new CopyOnWriteArrayList<>();
  private final List<Integer> codes = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::run, "expiring reader");
  private volatile boolean closed;
  private volatile RuntimeException failure;
  private volatile String last;

  private ExpiringReader(URI base, Supplier<String> tokens) {
    this.base = base;
    this.tokens = tokens;
  }

  /** One over a protocol. */
  static ExpiringReader of(String protocol, URI base, Supplier<String> tokens) {
    return switch (protocol) {
      case "socket" -> new Sockets(base, tokens, "changes", "socket", "tidewatch.html");
      case "websocket" -> new Sockets(base, tokens, "a", "feeds/a", "tidewatch.v1");
      case "sse" -> new Events(base, tokens, "identity");
      case "sse in gzip" -> new Events(base, tokens, "gzip");
      default -> throw new IllegalArgumentException(protocol);
    };
  }

  /** Which feed it reads. */
  String feed() {
    return "a";
  }

  /** What a session ends with at the expiry; 0 if the protocol has no codes. */
  int codeAtExpiry() {
    return 0;
  }

  /** Begins to read after a position. */
  void start(String position) {
    last = position;
    thread.start();
  }

  /** The numbers so far. */
  List<Integer> numbers() {
    return numbers;
  }

  /** How often a session has ended; throws what has gone wrong. */
  int ends() {
    if (failure != null) {
      throw failure;
    }
    return codes.size();
  }

  /** How they have ended. */
  List<Integer> codes() {
    return codes;
  }

  private void run() {
    try {
      while (!closed) {
        int code = session(tokens.get());
        if (!closed) {
          codes.add(code);
        }
      }
    } catch (InterruptedException e) {
      // closed
    } catch (RuntimeException e) {
      failure = closed ? null : e;
    }
  }

  /** Reads until the server ends it; returns its code. */
  abstract int session(String token) throws InterruptedException;

  URI base() {
    return base;
  }

  String last() {
    return last;
  }

  boolean isClosed() {
    return closed;
  }

  void take(String id, JsonObject change) {
    last = id;
    numbers.add(change.getJsonObject("fullDocument").getInt("n"));
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.interrupt();
    thread.join();
  }

  private static final class Sockets extends ExpiringReader {

    private final String feed;
    private final String path;
    private final String subprotocol;

    Sockets(URI base, Supplier<String> tokens, String feed, String path, String subprotocol) {
      super(base, tokens);
      this.feed = feed;
      this.path = path;
      this.subprotocol = subprotocol;
    }

    @Override
    String feed() {
      return feed;
    }

    @Override
    int codeAtExpiry() {
      return 3000;
    }

    @Override
    int session(String token) throws InterruptedException {
      URI uri = URI.create(base().toString().replace("http:", "ws:") + path + "?after=" + last());
      try (TestSocket socket =
          TestSocket.connectWith(subprotocol, uri, AccessContract.encoded(token))) {
        int taken = 0;
        while (!isClosed()) {
          boolean over = socket.closed().isDone();
          for (; taken < socket.messages().size(); taken++) {
            take(socket.messages().get(taken));
          }
          if (over) {
            return socket.closed().join();
          }
          Thread.sleep(10);
        }
        return 0;
      }
    }

    private void take(JsonObject message) {
      if (message.containsKey("html_id")) {
        take(message.getString("html_id"), message);
      } else if (message.getString("type").equals("changes")) {
        message.getJsonArray("changes").getValuesAs(JsonObject.class).stream()
            .forEach(item -> take(item.getString("id"), item.getJsonObject("change")));
      }
    }
  }

  private static final class Events extends ExpiringReader {

    private final String encoding;

    Events(URI base, Supplier<String> tokens, String encoding) {
      super(base, tokens);
      this.encoding = encoding;
    }

    @Override
    int session(String token) throws InterruptedException {
      URI uri = base().resolve("api/feeds/a/events");
      String[] header = AccessContract.header(token);
      try (TestEvents events =
          TestEvents.connectWith(uri, last(), header[0], header[1], "Accept-Encoding", encoding)) {
        if (events.response().statusCode() != 200) {
          throw new IllegalStateException("not owed: " + events.response().statusCode());
        }
        int taken = 0;
        while (!isClosed()) {
          boolean over = events.ended().isDone();
          for (; taken < events.events().size(); taken++) {
            var event = events.events().get(taken);
            take(event.get("id"), SharedServer.json(event.get("data")));
          }
          if (over) {
            return 0;
          }
          Thread.sleep(10);
        }
        return 0;
      }
    }
  }
}
