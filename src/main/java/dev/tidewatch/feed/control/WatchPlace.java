package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import java.util.Optional;

/**
 * Where a watch goes on, and the gap that it still has to announce.
 *
 * <p>Owned by the watch's thread.
 */
final class WatchPlace {

  /** How the next event is to be read. */
  enum Approach {
    /** With as many as there are. */
    PLAIN,
    /** By itself: in a batch with others there is one that is too large. */
    ONE_BY_ONE,
    /** Not at all: it is too large. */
    STEP_OVER
  }

  private Position position;
  private boolean atEvent;
  private Approach approach = Approach.PLAIN;
  // the last position that the server still knew, until the gap after it has been announced
  private Position lost;
  private Gap.Reason reason;

  /** Where to start; null for the next change. */
  Position position() {
    return position;
  }

  /** Whether that is an event's own position, which a server has to find again. */
  boolean isAtEvent() {
    return atEvent;
  }

  /** A change has been announced. */
  void passed(Change change) {
    position = change.position();
    atEvent = true;
  }

  /** The stream stands at a position between two events; true if that is further on. */
  boolean moved(Position to) {
    if (position != null && !to.isAfter(position)) {
      return false;
    }
    position = to;
    atEvent = false;
    return true;
  }

  /** The server does not know this place: the watch goes on from now. */
  void lose(Gap.Reason why) {
    if (lost == null) {
      lost = position;
      reason = why;
    }
    position = null;
    atEvent = false;
    clear();
  }

  /** The stream was opened and starts here; returns the gap that this is the end of. */
  Optional<Gap> startedAt(Position start) {
    if (lost == null || !start.isAfter(lost)) {
      return Optional.empty();
    }
    Gap gap = new Gap(reason, lost, start);
    lost = null;
    return Optional.of(gap);
  }

  /** An event here cannot be had: first those before it are read, then it is stepped over. */
  void oversized() {
    approach = approach == Approach.PLAIN ? Approach.ONE_BY_ONE : Approach.STEP_OVER;
  }

  /** How to go on from here. */
  Approach approach() {
    return approach;
  }

  /** The event that was too large is not here, or not any more. */
  void clear() {
    approach = Approach.PLAIN;
  }

  /**
   * Steps over the next event.
   *
   * @param to its position
   */
  Gap stepOver(Position to) {
    Gap gap = new Gap(Gap.Reason.OVERSIZED, position, to);
    position = to;
    atEvent = true;
    clear();
    return gap;
  }
}
