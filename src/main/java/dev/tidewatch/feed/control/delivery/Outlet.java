package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.counters.ProtocolCounters;
import dev.tidewatch.feed.control.format.OutboundMessage;

/**
 * The way to one client, with at most one message in flight.
 *
 * <p>Owned by the dispatcher's thread. A send may complete on any thread, which only hands over to
 * the dispatcher's.
 */
final class Outlet {

  private final Sink sink;
  private final ProtocolCounters counters;
  private final ReaderClock clock;
  // one for all its sends
  private final SendCompletion completion;
  private boolean sending;

  /** What has become of the message in flight. */
  enum State {
    /** There is none: a message may be sent. */
    FREE,
    /** It is on its way. */
    BUSY,
    /** It could not be sent. */
    FAILED
  }

  /**
   * Nothing is in flight.
   *
   * @param clock told when messages are sent
   * @param wake called on any thread when a message was sent that was waited for
   */
  Outlet(Sink sink, ProtocolCounters counters, ReaderClock clock, Runnable wake) {
    this.sink = sink;
    this.counters = counters;
    this.clock = clock;
    this.completion = new SendCompletion(wake);
  }

  /** Whether a message is on its way. */
  boolean isBusy() {
    return sending && !completion.isOver();
  }

  /** Whether no message was begun, or the end of the last one was taken note of. */
  boolean isAtRest() {
    return !sending;
  }

  /**
   * Takes note of the end of a send. If one is on its way, its end wakes the dispatcher's thread.
   */
  State settle() {
    if (!sending) {
      return State.FREE;
    }
    if (!completion.isOverOrWakes()) {
      return State.BUSY;
    }
    if (completion.hasFailed()) {
      return State.FAILED;
    }
    clock.active(completion.endNanos());
    sending = false;
    return State.FREE;
  }

  /** Begins to send a message; only if it is free. */
  void send(OutboundMessage message) {
    sending = true;
    clock.active(System.nanoTime());
    completion.begin();
    try {
      sink.send(message, completion);
      counters.sent(message);
    } catch (RuntimeException e) {
      // a connection that ends during a write fails in many ways, which all mean the same
      completion.accept(e);
    }
  }
}
