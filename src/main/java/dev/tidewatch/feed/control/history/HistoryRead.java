package dev.tidewatch.feed.control.history;

import dev.tidewatch.feed.entity.Position;

/**
 * A read of the history on one cursor.
 *
 * @param first the request that it was begun or resumed for
 * @param since when that was, as {@link System#nanoTime} counts
 */
record HistoryRead(HistoryReader reader, CatchUpRequest first, long since) {

  /**
   * How far ahead of a read a position may be to be served by it, in seconds of the server's clock.
   */
  static final long NEAR_SECONDS = 600;

  Position position() {
    return reader.position();
  }

  /** Whether it will soon reach a position. */
  boolean reaches(Position position) {
    return !position().isAfter(position) && isNear(position(), position);
  }

  /** Whether both positions are close enough for one read to serve them. */
  static boolean isNear(Position a, Position b) {
    return Math.abs(a.seconds() - b.seconds()) <= NEAR_SECONDS;
  }
}
