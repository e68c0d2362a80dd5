package dev.tidewatch.feed.control.delivery;

import java.time.Duration;

/**
 * When the readers of a feed are given what is new. A change that comes by itself goes out at once;
 * those that follow soon after it go out together: a send costs the server, the network and the
 * client about the same for one change as for several. The pause grows with the number of readers,
 * so that a feed makes at most 10,000 sends a second, or 100 to each reader where that is more.
 *
 * <p>Owned by the dispatcher's thread, but for {@link #isAhead}.
 */
final class SendWindow {

  /** The most that a change waits for others; less than a screen takes to show its next picture. */
  static final Duration LONGEST_PAUSE = Duration.ofMillis(10);

  private static final long NANOS_PER_READER = 100_000;

  private long next;
  private volatile boolean ahead;

  /**
   * The dispatcher looks whether there is something for a round.
   *
   * @return how many nanoseconds too early that is; 0 or less if a round may begin
   */
  long look(long nanoTime) {
    long early = ahead ? next - nanoTime : 0;
    if (early <= 0) {
      // before the dispatcher looks into the log: who adds to it from now on has to wake it
      ahead = false;
    }
    return early;
  }

  /**
   * A round begins.
   *
   * @return in how many nanoseconds the dispatcher is to look again
   */
  long open(long nanoTime, int readers) {
    long pause = Math.min(LONGEST_PAUSE.toNanos(), readers * NANOS_PER_READER);
    next = nanoTime + pause;
    ahead = true;
    return pause;
  }

  /** Whether the dispatcher will look by itself, so that nobody has to wake it. Any thread. */
  boolean isAhead() {
    return ahead;
  }
}
