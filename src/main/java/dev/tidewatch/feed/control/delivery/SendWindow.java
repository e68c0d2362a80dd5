package dev.tidewatch.feed.control.delivery;

import java.time.Duration;

/**
 * When a feed's new entries are sent to its readers. A change that arrives alone is sent
 * immediately, and changes that follow shortly after it are sent together, because a send costs
 * about the same for one change as for several. The pause between windows grows with the number of
 * readers: a feed makes at most 10,000 sends a second, or 100 to each reader if that is more.
 *
 * <p>Owned by the dispatcher's thread, except {@link #isAhead}.
 */
final class SendWindow {

  /**
   * The longest that a change waits for others; less than the time between two frames of a screen.
   */
  static final Duration LONGEST_PAUSE = Duration.ofMillis(10);

  private static final long NANOS_PER_READER = 100_000;

  private long next;
  private volatile boolean ahead;

  /**
   * The dispatcher checks whether a window may open.
   *
   * @return the nanoseconds until a window may open; 0 or less if it may open now
   */
  long look(long nanoTime) {
    long early = ahead ? next - nanoTime : 0;
    if (early <= 0) {
      // before the dispatcher reads the log: a thread that appends from now on has to wake it
      ahead = false;
    }
    return early;
  }

  /**
   * Opens a window.
   *
   * @return the nanoseconds until the dispatcher has to check again
   */
  long open(long nanoTime, int readers) {
    long pause = Math.min(LONGEST_PAUSE.toNanos(), readers * NANOS_PER_READER);
    next = nanoTime + pause;
    ahead = true;
    return pause;
  }

  /**
   * Whether the dispatcher is going to check anyway and needs no wake-up. May be called from any
   * thread.
   */
  boolean isAhead() {
    return ahead;
  }
}
