package dev.tidewatch.feed.control.watch;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When the next attempt to open the stream may begin: a second after the one before began, and two
 * seconds once that has failed again and again. It does not grow beyond, for the watch is to be
 * live within two seconds of the database's return.
 *
 * <p>Owned by one thread.
 */
final class RetryDelay {

  private static final long LEAST = TimeUnit.SECONDS.toNanos(1);
  private static final long MOST = TimeUnit.SECONDS.toNanos(2);
  private static final int PATIENCE = 10;

  private final LongSupplier nanoTime;
  private boolean begun;
  private long began;
  private int failures;

  /**
   * A backoff that lets the first attempt begin at once.
   *
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  RetryDelay(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The next attempt is not a repetition: it may begin at once. */
  void reset() {
    begun = false;
  }

  /** How long the next attempt has to wait, in nanoseconds; 0 or less if it may begin. */
  long remaining() {
    if (!begun) {
      return 0;
    }
    long delay = failures < PATIENCE ? LEAST : MOST;
    return delay - (nanoTime.getAsLong() - began);
  }

  /** An attempt begins. */
  void begin() {
    begun = true;
    began = nanoTime.getAsLong();
  }

  /** The attempt failed. */
  void failed() {
    failures++;
  }

  /** The attempt did what it should. */
  void succeeded() {
    failures = 0;
  }
}
