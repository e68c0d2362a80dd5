package dev.tidewatch.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonString;
import org.bson.json.JsonParseException;

/**
 * The messages of one reader, over as many connections as it takes. One thread reads; any may
 * close.
 */
final class Session {

  private static final System.Logger LOG = System.getLogger(Session.class.getPackageName());

  /** Several heartbeats: a dead connection says nothing, not even that it is dead. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  private static final int BUSY = 503;

  private final TidewatchClient client;
  private final FeedRequest request;
  private final boolean documents;
  private final Instant begun = Instant.now();
  private final RetryDelay delay = new RetryDelay();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Connection connection;
  private long openedNanos;
  private boolean isOpen;
  // whether the last message was taken, and the next not requested
  private boolean hasTaken;
  private String token;
  // one that the server has refused
  private String spent;

  Session(TidewatchClient client, FeedRequest request, boolean documents) {
    this.client = client;
    this.documents = documents;
    this.request = request;
  }

  /**
   * Waits for the next message; null once it is closed.
   *
   * @param position asked before each attempt to connect, for where to resume; null: nowhere. So a
   *     reader learns there that a connection begins
   * @throws FeedRefusedException if the server refuses the reader for good
   */
  BsonDocument next(Supplier<String> position) throws InterruptedException {
    while (closed.getCount() > 0) {
      if (connection == null && !connect(position)) {
        continue;
      }
      if (hasTaken) {
        hasTaken = false;
        connection.request();
      }
      Connection.Signal signal =
          connection.take(isOpen ? SILENCE : TidewatchClient.ANSWER_LIMIT.plus(SILENCE));
      if (signal instanceof Connection.Event event) {
        if (!isOpen) {
          isOpen = true;
          openedNanos = System.nanoTime();
        }
        hasTaken = true;
        return message(event);
      }
      lost(signal instanceof Connection.End end ? end : new Connection.End(Connection.BROKEN, ""));
    }
    return null;
  }

  /** As a message of {@code tidewatch.v1}, which says the same. */
  private static BsonDocument message(Connection.Event event) {
    BsonDocument data;
    try {
      data = BsonDocument.parse(event.data());
    } catch (JsonParseException e) {
      throw new IllegalStateException("The server sent an event that is no Extended JSON.", e);
    }
    BsonString id = new BsonString(event.id());
    if (event.name().equals("change")) {
      BsonDocument item = new BsonDocument("id", id).append("change", data);
      return new BsonDocument("type", new BsonString("changes"))
          .append("changes", new BsonArray(List.of(item)));
    }
    if (!event.id().isEmpty()) {
      data.putIfAbsent("position", id);
    }
    return data.append("type", new BsonString(event.name()));
  }

  /** Returns whether an attempt has begun. */
  private boolean connect(Supplier<String> position) throws InterruptedException {
    if (client.token() != null && !authorize()) {
      return false;
    }
    isOpen = false;
    Connection opening =
        Connection.open(client.http(), request.address(position.get(), documents, waited()), token);
    connection = opening;
    if (closed.getCount() == 0) {
      opening.abort();
    }
    return true;
  }

  /** By a clock that goes on while the machine sleeps; never back, which would skip changes. */
  private Duration waited() {
    Duration waited = Duration.between(begun, Instant.now());
    return waited.isNegative() ? Duration.ZERO : waited;
  }

  private boolean authorize() throws InterruptedException {
    String given = null;
    try {
      given = client.token().get();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "The supplier of tokens failed; it is asked again.", e);
    }
    if (given == null || given.isEmpty() || given.equals(spent)) {
      // a new one may take a moment to be made
      pause(delay.next(Duration.ZERO, false));
      return false;
    }
    token = given;
    return true;
  }

  private void lost(Connection.End end) throws InterruptedException {
    Duration stood = isOpen ? Duration.ofNanos(System.nanoTime() - openedNanos) : Duration.ZERO;
    drop();
    if (closed.getCount() == 0) {
      return;
    }
    switch (end.status()) {
      case 400, 403, 404 -> throw refusal(end);
      case 401 -> {
        if (client.token() == null) {
          throw refusal(end);
        }
        spent = token;
      }
      default -> {
        // tried again
      }
    }
    pause(delay.next(stood, end.status() == BUSY));
  }

  private FeedRefusedException refusal(Connection.End end) {
    return new FeedRefusedException(
        end.status(), "The feed \"" + request.feed() + "\" is refused: " + detail(end));
  }

  /** The sentence of the problem document (RFC 9457). */
  private static String detail(Connection.End end) {
    try {
      return BsonDocument.parse(end.reason()).getString("detail").getValue();
    } catch (JsonParseException | BsonInvalidOperationException e) {
      return "The server answers with " + end.status() + ".";
    }
  }

  /** Ends the connection, so that the next call begins another. For the thread that reads. */
  void again() throws InterruptedException {
    drop();
    pause(delay.next(Duration.ZERO, false));
  }

  private void drop() {
    Connection old = connection;
    connection = null;
    isOpen = false;
    hasTaken = false;
    if (old != null) {
      old.abort();
    }
  }

  /** Ends with the wait or when it is closed. */
  private void pause(Duration wait) throws InterruptedException {
    if (closed.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
      drop();
    }
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Ends it; a call of {@link #next} that waits returns null. */
  void close() {
    closed.countDown();
    Connection open = connection;
    if (open != null) {
      open.abort();
    }
  }
}
