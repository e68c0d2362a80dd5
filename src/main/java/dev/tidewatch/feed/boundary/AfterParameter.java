package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.entity.Position;
import java.util.function.Predicate;

/** The {@code after} of a request: the id of a reader's last change. */
final class AfterParameter {

  private AfterParameter() {}

  /**
   * The position; null where there is none. Throws IllegalArgumentException for what cannot be one.
   *
   * @param isFuture whether a position lies in the future: a server takes such a one for good, and
   *     is silent until then
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
