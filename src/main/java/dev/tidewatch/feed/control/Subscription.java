package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * One reader of a feed: a position, and at most one message on its way. It reads the log by number;
 * when its place has left the log, or was never in it, what is missing is read from MongoDB a batch
 * at a time ({@link CatchUp}) until the log reaches back far enough.
 *
 * <p>Owned by the courier's thread. {@link #sent} and {@link #caughtUp} come from any thread; they
 * leave a note and wake the courier.
 */
final class Subscription {

  /** Messages sent to one reader before the others have their turn. */
  private static final int TURN = 64;

  private final ChangeLog log;
  private final Sink sink;
  private final Courier courier;
  private final Deque<LogEntry> backlog = new ArrayDeque<>();

  private Position position;
  // where the backlog ends, which may lie behind its last entry
  private Position reached;
  private long next;
  private boolean inLog;
  private boolean catchingUp;
  private boolean pumping;
  // entries of the log up to here came from MongoDB already, before the log had them
  private Position fence;

  private volatile CatchUp.Result news;
  private volatile boolean sending;
  private volatile boolean closed;
  private volatile long activeNanos = System.nanoTime();

  /**
   * A reader that starts after a position, or with the next change if that is null.
   *
   * @param sink used by the courier's thread only, but for its close
   */
  Subscription(ChangeLog log, Sink sink, Courier courier, Position after) {
    this.log = log;
    this.sink = sink;
    this.courier = courier;
    if (after == null) {
      // an entry that comes in between is not owed to this reader, but must not be lost if it is
      // sent
      this.position = log.head();
      this.next = log.end();
      this.inLog = true;
    } else {
      this.position = after;
    }
  }

  /** Sends what there is, until a message stays under way, nothing is left, or the turn is over. */
  void pump() {
    pumping = true;
    try {
      sendWhatThereIs();
    } finally {
      pumping = false;
    }
  }

  private void sendWhatThereIs() {
    for (int i = 0; i < TURN; i++) {
      if (sending || closed) {
        return;
      }
      LogEntry entry = nextEntry();
      if (entry == null) {
        return;
      }
      sending = true;
      activeNanos = System.nanoTime();
      position = entry.position();
      try {
        sink.send(entry, this::sent);
        log.weigh(entry);
      } catch (RuntimeException e) {
        // a connection that ends while it is written to says so in many ways; all mean the same
        sent(e);
      }
    }
    courier.wake(this);
  }

  private void sent(Throwable failure) {
    if (failure != null) {
      courier.remove(this);
      return;
    }
    activeNanos = System.nanoTime();
    sending = false;
    // within a send the loop goes on by itself: to send from here would recurse without end
    if (!(courier.isCurrentThread() && pumping)) {
      courier.wake(this);
    }
  }

  private LogEntry nextEntry() {
    CatchUp.Result result = news;
    if (result != null) {
      news = null;
      catchingUp = false;
      accept(result);
    }
    while (!closed) {
      if (!backlog.isEmpty()) {
        return backlog.poll();
      }
      if (reached != null) {
        position = reached;
        reached = null;
      }
      if (catchingUp || !inLog && !enterLog()) {
        return null;
      }
      LogEntry entry = log.at(next);
      if (entry == null) {
        if (!log.hasLeft(next)) {
          return null;
        }
        inLog = false;
        continue;
      }
      next++;
      if (fence == null || entry.position().isAfter(fence)) {
        fence = null;
        return entry;
      }
    }
    return null;
  }

  private boolean enterLog() {
    if (position == null) {
      // it came before the stream was first opened, and is owed everything since
      position = log.beginning();
    }
    OptionalLong number = log.after(position);
    if (number.isPresent()) {
      next = number.getAsLong();
      fence = position;
      inLog = true;
      return true;
    }
    catchingUp = true;
    courier.catchUp(this, position);
    return false;
  }

  private void accept(CatchUp.Result result) {
    if (result instanceof CatchUp.Read read) {
      backlog.addAll(read.entries());
      reached = read.reached();
    } else if (result instanceof CatchUp.Refused) {
      courier.close(this, CloseReason.BAD_POSITION);
    }
  }

  /** The next batch from MongoDB is there. Any thread. */
  void caughtUp(CatchUp.Result result) {
    news = result;
    courier.wake(this);
  }

  /** Since when a message is under way, or the connection idle, in nanoseconds. */
  long idleNanos(long now) {
    return now - activeNanos;
  }

  boolean isSending() {
    return sending;
  }

  void touch(long now) {
    activeNanos = now;
  }

  Sink sink() {
    return sink;
  }

  void markClosed() {
    closed = true;
  }
}
