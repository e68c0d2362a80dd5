package dev.tidewatch.feed.control;

import java.util.concurrent.TimeUnit;

/**
 * Lets one in a second through and counts the others: a busy feed must not be slowed by its log.
 *
 * <p>Owned by one thread.
 */
final class OnceASecond {

  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

  private long last = System.nanoTime() - INTERVAL;
  private long held;

  /** Whether this one may pass. */
  boolean passes() {
    long now = System.nanoTime();
    if (now - last < INTERVAL) {
      held++;
      return false;
    }
    last = now;
    return true;
  }

  /** What to add to a line: how many were held since this was last asked; mostly nothing. */
  String andMore() {
    String words = held == 0 ? "" : " and " + held + " more before it";
    held = 0;
    return words;
  }
}
