package dev.tidewatch.feed.control.history;

import dev.tidewatch.feed.control.index.ServerFilter;
import dev.tidewatch.feed.entity.Position;
import java.util.Objects;

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

  /** Which changes it reads at least; null for all. */
  ServerFilter filter() {
    return first.filter();
  }

  /** Whether it reads just what a request wants. */
  boolean isFor(CatchUpRequest request) {
    return Objects.equals(filter(), request.filter());
  }

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
