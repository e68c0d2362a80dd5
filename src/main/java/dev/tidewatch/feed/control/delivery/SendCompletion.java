package dev.tidewatch.feed.control.delivery;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * How a subscription's send has ended. The completion comes from any thread; it leaves its outcome
 * here and wakes the delivering thread only if that has asked for it, so a message that has gone
 * out in time costs no wake-up.
 */
final class SendCompletion implements Consumer<Throwable> {

  private enum Outcome {
    PENDING,
    /** Pending, and the delivering thread waits for the end. */
    AWAITED,
    SENT,
    FAILED
  }

  private final Runnable wake;
  private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.SENT);
  // published by the outcome
  private long endNanos;

  /**
   * No send yet.
   *
   * @param wake wakes the delivering thread; runs on any thread
   */
  SendCompletion(Runnable wake) {
    this.wake = wake;
  }

  /** A send begins. */
  void begin() {
    outcome.set(Outcome.PENDING);
  }

  /** The send has ended: null, or what went wrong. Any thread. */
  @Override
  public void accept(Throwable failure) {
    endNanos = System.nanoTime();
    Outcome before = outcome.getAndSet(failure == null ? Outcome.SENT : Outcome.FAILED);
    if (before == Outcome.AWAITED || failure != null) {
      wake.run();
    }
  }

  /** Whether the send has ended. */
  boolean isOver() {
    Outcome now = outcome.get();
    return now == Outcome.SENT || now == Outcome.FAILED;
  }

  /** Whether the send has ended; if it has not, its end will wake the delivering thread. */
  boolean isOverOrWakes() {
    return !outcome.compareAndSet(Outcome.PENDING, Outcome.AWAITED) && isOver();
  }

  boolean hasFailed() {
    return outcome.get() == Outcome.FAILED;
  }

  /** When the last send ended, as {@link System#nanoTime} has it; asked once it is over. */
  long endNanos() {
    return endNanos;
  }
}
