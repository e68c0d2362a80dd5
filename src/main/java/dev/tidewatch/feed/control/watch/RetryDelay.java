package dev.tidewatch.feed.control.watch;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When the next attempt to open the stream may begin: one second after the previous attempt began,
 * or two seconds after many failures. The delay does not grow further, because the watch has to be
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
   * A delay that lets the first attempt begin immediately.
   *
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  RetryDelay(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The next attempt is not a retry and may begin immediately. */
  void reset() {
    begun = false;
  }

  /** The nanoseconds until the next attempt may begin; 0 or less if it may begin now. */
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

  /** The attempt succeeded. */
  void succeeded() {
    failures = 0;
  }
}
