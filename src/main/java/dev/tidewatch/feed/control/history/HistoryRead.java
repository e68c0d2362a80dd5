package dev.tidewatch.feed.control.history;

import dev.tidewatch.feed.entity.Position;

/**
 * A cursor's way through the history.
 *
 * @param first for whom it was begun, or taken up again
 * @param since when that was, as {@link System#nanoTime} counts
 */
record HistoryRead(HistoryReader reader, CatchUpRequest first, long since) {

  /** A read serves positions up to so far ahead of it, in seconds of the server's clock. */
  static final long NEAR_SECONDS = 600;

  Position position() {
    return reader.position();
  }

  /** Whether it comes by a position soon. */
  boolean reaches(Position position) {
    return !position().isAfter(position) && isNear(position(), position);
  }

  /** Whether both are so close that one read serves them. */
  static boolean isNear(Position a, Position b) {
    return Math.abs(a.seconds() - b.seconds()) <= NEAR_SECONDS;
  }
}
