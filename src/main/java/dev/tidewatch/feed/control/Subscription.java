package dev.tidewatch.feed.control;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * One reader of a feed: a place in it ({@link Track}), and at most one message on its way.
 *
 * <p>Owned by the courier's thread. {@link #sent} comes from any thread; it leaves a note and wakes
 * the courier.
 */
final class Subscription {

  /** Messages sent to one reader before the others have their turn. */
  private static final int TURN = 16;

  private static final long STALLED = Duration.ofMinutes(1).toNanos();
  private static final long PING = Duration.ofSeconds(30).toNanos();

  private final Readers readers;
  private final Reader reader;
  private final Track track;
  private final ProtocolCounters counters;
  private final Runnable whenEnded;
  // one for all its sends
  private final Consumer<Throwable> whenSent = this::sent;

  private boolean pumping;
  private boolean greeted;
  // at a moment of its own, so that readers who came together are not pinged together
  private long pingedNanos = System.nanoTime() - ThreadLocalRandom.current().nextLong(PING);

  private volatile boolean sending;
  // the entry after the message under way
  private volatile long place = Track.UNKNOWN;
  // whether that was the end of the log when it was sent
  private volatile boolean hadAll;
  private volatile boolean closed;
  private volatile long activeNanos = System.nanoTime();

  Subscription(Readers readers, Reader reader, Runnable whenEnded) {
    this.readers = readers;
    this.reader = reader;
    this.whenEnded = whenEnded;
    this.counters = readers.counters().of(reader.protocol());
    this.track = new Track(readers, reader, () -> readers.courier().wake(this));
  }

  Reader reader() {
    return reader;
  }

  /** Whether it has history before it, and so gives way to those that have not. */
  boolean isFar() {
    try {
      track.settle();
      return track.isFar();
    } catch (Throwable e) {
      fail(e);
      return false;
    }
  }

  /** Whether nothing that is under way will wake it. */
  boolean isIdle() {
    return !sending && !closed && !track.isAsking();
  }

  /** Sends what there is, until a message stays under way, nothing is left, or the turn is over. */
  void pump() {
    if (pump(TURN)) {
      readers.courier().wake(this);
    }
  }

  /**
   * Sends at most so many messages.
   *
   * @return whether there is more that could be sent now
   */
  boolean pump(int messages) {
    pumping = true;
    try {
      for (int i = 0; i < messages; i++) {
        if (!sendNext()) {
          return track.isSearching() && !sending && !closed;
        }
      }
      return true;
    } catch (Throwable e) {
      fail(e);
      return false;
    } finally {
      pumping = false;
    }
  }

  /**
   * What went wrong is this reader's alone, an Error too, because the others wait for this thread.
   * The reader comes back with its id.
   */
  private void fail(Throwable error) {
    readers.courier().failed("a reader could not be served", error);
    close(CloseReason.FAILED);
  }

  private boolean sendNext() {
    if (sending || closed) {
      return false;
    }
    Message message = nextMessage();
    if (message == null) {
      return false;
    }
    send(message);
    return goesOn();
  }

  /**
   * Whether it goes on by itself. One that has had all is woken by the next entry; one that was
   * sent all there was, and meanwhile there is more, waits for it as everybody does.
   */
  private boolean goesOn() {
    long next = place;
    return next == Track.UNKNOWN
        || next != readers.log().end() && !(hadAll && readers.waitsForRound());
  }

  private Message nextMessage() {
    if (!greeted && reader.protocol() == Protocol.SSE) {
      // the greeting is the response's beginning, after which it cannot be a refusal any more
      track.settle();
      if (track.refusal() != null) {
        close(track.refusal());
        return null;
      }
      if (!track.isKnown()) {
        return null;
      }
    }
    if (!greeted) {
      greeted = track.position() != null;
      Message hello = greeted ? reader.format().hello(track.position()) : null;
      if (hello != null || !greeted) {
        return hello;
      }
    }
    Message message = track.next();
    if (track.refusal() != null) {
      close(track.refusal());
    } else if (message == null) {
      boolean upToDate = track.isUpToDate();
      reader.sink().reached(track.position(), upToDate);
    }
    return message;
  }

  private void send(Message message) {
    place = track.place();
    hadAll = place == readers.log().end();
    sending = true;
    activeNanos = System.nanoTime();
    try {
      reader.sink().send(message, whenSent);
      counters.sent(message);
    } catch (RuntimeException e) {
      // a connection that ends while it is written to says so in many ways; all mean the same
      sent(e);
    }
  }

  private void sent(Throwable failure) {
    if (failure != null) {
      readers.remove(this);
      return;
    }
    activeNanos = System.nanoTime();
    sending = false;
    // within a send the loop goes on by itself: to send from here would recurse without end
    if (goesOn() && !(readers.courier().isCurrentThread() && pumping)) {
      readers.courier().wake(this);
    }
  }

  /** Tells an idle reader where it stands, and ends a connection that takes nothing. */
  void tend(long now) {
    try {
      look(now);
    } catch (Throwable e) {
      fail(e);
    }
  }

  private void look(long now) {
    long idle = now - activeNanos;
    if (sending) {
      if (idle > STALLED) {
        close(CloseReason.STALLED);
      }
      return;
    }
    if (now - pingedNanos > PING) {
      // also to a busy reader: WildFly ends a connection that is only ever sent to
      pingedNanos = now;
      reader.sink().ping();
    }
    if (!isFar()) {
      pump();
    }
    // the next look is a tick away
    if (!sending
        && !closed
        && idle + Courier.TICK.toNanos() > reader.protocol().silence().toNanos()) {
      activeNanos = now;
      Message heartbeat = reader.format().heartbeat(track.position());
      if (heartbeat != null) {
        send(heartbeat);
      }
    }
  }

  private void close(CloseReason reason) {
    counters.closed().add(reason);
    readers.remove(this);
    readers.courier().close(reader.sink(), reason);
  }

  /** The server stops. */
  void end() {
    try {
      reader.sink().close(CloseReason.GOING_AWAY);
    } catch (Throwable e) {
      readers.courier().failed("a connection could not be closed", e);
    } finally {
      readers.remove(this);
    }
  }

  /** Any thread. */
  void markClosed() {
    closed = true;
    track.leave();
  }

  /** It is no reader of the feed any more; called once. */
  void ended() {
    whenEnded.run();
  }
}
