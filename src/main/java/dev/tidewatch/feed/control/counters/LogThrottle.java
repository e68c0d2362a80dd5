package dev.tidewatch.feed.control.counters;

import java.util.concurrent.TimeUnit;

/**
 * Lets one in a second through and counts the others: a busy feed must not be slowed by its log.
 *
 * <p>Owned by one thread.
 */
public final class LogThrottle {

  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

  private long last = System.nanoTime() - INTERVAL;
  private long suppressed;

  /** Whether this one may pass. */
  public boolean tryAcquire() {
    long now = System.nanoTime();
    if (now - last < INTERVAL) {
      suppressed++;
      return false;
    }
    last = now;
    return true;
  }

  /** What to add to a line: how many were held since this was last asked; mostly nothing. */
  public String suppressed() {
    String words = suppressed == 0 ? "" : " and " + suppressed + " more before it";
    suppressed = 0;
    return words;
  }
}
