package dev.tidewatch.client;

import java.time.Duration;
import java.time.Instant;

/**
 * Where a reader begins.
 *
 * @param position after which; null: at the moment
 * @param at the moment; null: none, or a time ago
 * @param ago a time before the reader was made; null: none, or a moment
 */
record Start(String position, Instant at, Duration ago) {

  /** With the next change. */
  static final Start NEXT = new Start(null, null, null);

  Start after(String other) {
    return new Start(other, at, ago);
  }

  Start from(Instant moment) {
    return new Start(position, moment, null);
  }

  Start from(Duration before) {
    if (before.isNegative()) {
      throw new IllegalArgumentException(
          "Invalid time \"" + before + "\", must be before now, such as PT10M.");
    }
    return new Start(position, null, before);
  }

  boolean hasMoment() {
    return at != null || ago != null;
  }

  /**
   * As the protocol has it, the same moment whenever it is asked for: a time ago grows by the time
   * since. So the server's clock decides, and this one may be wrong.
   *
   * @param waited since the reader was made
   */
  String moment(Duration waited) {
    return at != null
        ? at.toString()
        : "-" + ago.plus(waited).plusNanos(999_999_999).toSeconds() + "s";
  }
}
