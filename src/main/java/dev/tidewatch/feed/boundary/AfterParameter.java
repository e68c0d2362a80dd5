package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.entity.Position;
import java.time.Duration;
import java.time.Instant;

/** The {@code after} of a request: the id of a reader's last change. */
final class AfterParameter {

  /** How far the database's clock may be ahead of this machine's. */
  private static final Duration CLOCK_SKEW = Duration.ofDays(1);

  private AfterParameter() {}

  /**
   * The position; null where there is none. Throws IllegalArgumentException for what cannot be one,
   * also for one of the future: a server takes it for good and is silent until then.
   */
  static Position parse(String after) {
    if (after == null || after.isEmpty()) {
      return null;
    }
    Position position = Position.ofId(after);
    if (position.isAfter(Instant.now().plus(CLOCK_SKEW))) {
      throw new IllegalArgumentException("not a change's id: it lies in the future");
    }
    return position;
  }
}
