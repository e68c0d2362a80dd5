package dev.tidewatch.client;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Every change of a feed, once and in order, over whatever losses of the connection. A call waits
 * until there is something, or until the reader is closed. It holds one message at most, so a slow
 * loop makes the server wait, and nothing is lost.
 *
 * <p>One thread reads at a time; any thread may call {@link #close} and {@link #position}. If the
 * reading thread is interrupted, the reader is closed and the thread stays interrupted.
 */
public final class FeedReader
    implements Iterable<FeedEvent>, Iterator<FeedEvent>, AutoCloseable, EventSource {

  private final Session session;
  private final Queue<FeedEvent> events = new ArrayDeque<>();
  // of what was read, which the reader resumes after
  private String read;
  // of what was taken
  private volatile String taken;
  private String lastGap;

  FeedReader(Session session, String after) {
    this.session = session;
    this.read = after;
    this.taken = after;
  }

  /**
   * Waits for the next event.
   *
   * @return false if the reader is closed
   * @throws FeedRefusedException if the server refuses the reader for good
   */
  @Override
  public boolean hasNext() {
    try {
      while (events.isEmpty() && !session.isClosed()) {
        BsonDocument message = session.next(() -> read);
        if (message != null) {
          accept(message);
        }
      }
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    return !events.isEmpty() && !session.isClosed();
  }

  /**
   * Waits for the next event and takes it.
   *
   * @throws NoSuchElementException if the reader is closed
   * @throws FeedRefusedException if the server refuses the reader for good
   */
  @Override
  public FeedEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The reader is closed.");
    }
    FeedEvent event = events.remove();
    taken = event.position();
    return event;
  }

  private void accept(BsonDocument message) {
    switch (message.getString("type").getValue()) {
      case "hello" -> {
        if (read == null) {
          read = position(message);
          taken = read;
        }
      }
      case "heartbeat" -> {
        if (Positions.isAfter(position(message), read)) {
          read = position(message);
          taken = read;
        }
      }
      case "gap" -> gap(message);
      case "changes" -> message.getArray("changes").forEach(item -> change(item.asDocument()));
      default -> {
        // of a later version
      }
    }
  }

  private void change(BsonDocument item) {
    String id = item.getString("id").getValue();
    if (Positions.isAfter(id, read)) {
      read = id;
      events.add(new FeedEvent.Change(id, item.getDocument("change")));
    }
  }

  private void gap(BsonDocument message) {
    String position = position(message);
    // not by order: a gap may lead to another deployment, whose positions begin before
    if (!position.equals(read) || !Objects.equals(position, lastGap)) {
      BsonValue after = message.get("after");
      String before = after != null && after.isString() ? after.asString().getValue() : read;
      read = position;
      lastGap = position;
      events.add(new FeedEvent.Gap(position, before, message.getString("reason").getValue()));
    }
  }

  private static String position(BsonDocument message) {
    return message.getString("position").getValue();
  }

  /**
   * Where to resume: after what was taken last, or further if nothing came. Null: not known yet.
   */
  public String position() {
    return taken;
  }

  /** The reader itself: there is one iteration. */
  @Override
  public Iterator<FeedEvent> iterator() {
    return this;
  }

  /** Ends it; a call that waits returns. */
  @Override
  public void close() {
    session.close();
  }
}
