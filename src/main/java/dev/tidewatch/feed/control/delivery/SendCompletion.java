package dev.tidewatch.feed.control.delivery;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The outcome of a subscription's send. A send may complete on any thread; it leaves its outcome
 * here and wakes the dispatcher's thread only if that waits for it, so a message that is sent in
 * time costs no wake-up.
 */
final class SendCompletion implements Consumer<Throwable> {

  private enum Outcome {
    PENDING,
    /** Pending, and the dispatcher's thread waits for the end. */
    AWAITED,
    SENT,
    FAILED
  }

  private final Runnable wake;
  private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.SENT);
  // published by the write to the outcome
  private long endNanos;

  /**
   * A completion without a send.
   *
   * @param wake wakes the dispatcher's thread; may run on any thread
   */
  SendCompletion(Runnable wake) {
    this.wake = wake;
  }

  /** A send begins. */
  void begin() {
    outcome.set(Outcome.PENDING);
  }

  /** The send has ended, with null or with its failure. May be called from any thread. */
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

  /** Whether the send has ended. If not, its end wakes the dispatcher's thread. */
  boolean isOverOrWakes() {
    return !outcome.compareAndSet(Outcome.PENDING, Outcome.AWAITED) && isOver();
  }

  boolean hasFailed() {
    return outcome.get() == Outcome.FAILED;
  }

  /** The {@link System#nanoTime} at which the last send ended; valid once it is over. */
  long endNanos() {
    return endNanos;
  }
}
