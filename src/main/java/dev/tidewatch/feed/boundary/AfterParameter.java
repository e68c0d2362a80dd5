package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.entity.Position;
import java.util.function.Predicate;

/** The {@code after} of a request: the id of a reader's last change. */
final class AfterParameter {

  private AfterParameter() {}

  /**
   * The position; null if {@code after} is missing. Throws IllegalArgumentException if it is
   * invalid.
   *
   * @param isFuture whether a position lies in the future; a server accepts such a position and
   *     stays silent until then
   */
  static Position parse(String after, Predicate<Position> isFuture) {
    if (after == null || after.isEmpty()) {
      return null;
    }
    Position position = Position.ofId(after);
    if (isFuture.test(position)) {
      throw new IllegalArgumentException("not a change's id: it lies in the future");
    }
    return position;
  }
}
