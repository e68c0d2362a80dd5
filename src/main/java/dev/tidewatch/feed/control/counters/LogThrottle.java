package dev.tidewatch.feed.control.counters;

import java.util.concurrent.TimeUnit;

/**
 * Lets one log line a second through and counts the others, so that logging does not slow a busy
 * feed.
 *
 * <p>Owned by one thread.
 */
public final class LogThrottle {

  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

  private long last = System.nanoTime() - INTERVAL;
  private long suppressed;

  /** Whether this line may be logged. */
  public boolean tryAcquire() {
    long now = System.nanoTime();
    if (now - last < INTERVAL) {
      suppressed++;
      return false;
    }
    last = now;
    return true;
  }

  /** A suffix for the line: how many lines were suppressed since the last call; usually empty. */
  public String suppressed() {
    String words = suppressed == 0 ? "" : " and " + suppressed + " more before it";
    suppressed = 0;
    return words;
  }
}
