package dev.tidewatch.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long a reader waits before it connects again. Not thread-safe. */
final class RetryDelay {

  /** A connection that stood this long makes the next loss a new one. */
  private static final Duration STEADY = Duration.ofSeconds(5);

  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final Duration FIRST_IF_BUSY = Duration.ofSeconds(5);
  private static final Duration LONGEST_IF_BUSY = Duration.ofSeconds(60);

  private int attempts;

  /**
   * After another loss.
   *
   * @param stood how long the connection was open
   * @param busy whether the server has too many readers
   */
  Duration next(Duration stood, boolean busy) {
    boolean wasSteady = stood.compareTo(STEADY) >= 0;
    attempts = wasSteady ? 1 : attempts + 1;
    if (wasSteady && !busy) {
      // most likely nothing but the connection broke
      return Duration.ZERO;
    }
    Duration first = busy ? FIRST_IF_BUSY : FIRST;
    Duration longest = busy ? LONGEST_IF_BUSY : LONGEST;
    long most = Math.min(longest.toMillis(), first.toMillis() << Math.min(attempts - 1, 16));
    // a restarted server must not meet all its readers in the same instant
    return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
  }
}
