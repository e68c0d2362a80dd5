package dev.tidewatch.feed.control.watch;

import dev.tidewatch.feed.control.source.UnreadableEvent;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import java.util.Optional;

/**
 * Where a watch resumes, and the gap that it still has to announce.
 *
 * <p>Owned by the watch's thread.
 */
final class ResumePoint {

  /** How the next event is to be read. */
  enum ReadMode {
    /** In batches of any size. */
    BATCHED,
    /** In small batches, because a large one holds an event that cannot be read. */
    SMALL_BATCHES,
    /** One event at a time, because a small batch holds an event that cannot be read. */
    SINGLE,
    /** Skipped, because it cannot be read. */
    SKIP
  }

  /** Changes that are read singly after an unreadable one, because the next may be near. */
  private static final int WARY = 64;

  private Position position;
  private boolean atEvent;
  private ReadMode readMode = ReadMode.BATCHED;
  // changes to read before batches are used again; negative if only an empty reply ends it
  private int wary = -1;
  // no event was found to skip, although reading fails
  private boolean inVain;
  // the last known position, until the gap after it has been announced
  private Position lost;
  private Gap.Reason reason;

  /** Where to resume; null for the next change. */
  Position position() {
    return position;
  }

  /** Whether this is an event's own position, which the server has to find again. */
  boolean isAtEvent() {
    return atEvent;
  }

  /** A change has been announced. */
  void passed(Change change) {
    position = change.position();
    atEvent = true;
    inVain = false;
    if (wary > 0) {
      wary--;
    }
  }

  /** Whether batches may be used again. */
  boolean isPastTrouble() {
    return readMode != ReadMode.BATCHED && wary == 0;
  }

  /**
   * Whether a change does not lie after this position, which means that the database was restored.
   */
  boolean isPast(Change change) {
    return position != null && !change.position().isAfter(position);
  }

  /** Moves to a position between two events; returns whether it is further on. */
  boolean moved(Position to) {
    if (position != null && !to.isAfter(position)) {
      return false;
    }
    position = to;
    atEvent = false;
    return true;
  }

  /** The server does not know this position: the watch continues from now. */
  void lose(Gap.Reason why) {
    if (lost == null) {
      lost = position;
      reason = why;
    }
    position = null;
    atEvent = false;
    clear();
  }

  /**
   * The stream was opened and starts here; returns the gap that ends here. After a restore, the
   * start is before the lost position.
   */
  Optional<Gap> startedAt(Position start) {
    if (lost == null || start.equals(lost)) {
      return Optional.empty();
    }
    Gap gap = new Gap(reason, lost, start);
    lost = null;
    return Optional.of(gap);
  }

  /**
   * An event ahead cannot be read: the events before it are read in smaller and smaller batches,
   * then it is skipped.
   *
   * @return whether the next attempt differs; false if the same has failed already
   */
  boolean unreadable() {
    wary = -1;
    readMode =
        switch (readMode) {
          case BATCHED -> ReadMode.SMALL_BATCHES;
          case SMALL_BATCHES -> ReadMode.SINGLE;
          case SINGLE, SKIP -> ReadMode.SKIP;
        };
    return !inVain;
  }

  /** No event to skip was found. */
  void foundNothing() {
    inVain = true;
    clear();
  }

  /** How to read the next event. */
  ReadMode readMode() {
    return readMode;
  }

  /** The event ahead can be read, or was passed. */
  void clear() {
    readMode = ReadMode.BATCHED;
    wary = -1;
  }

  /** Skips the next event; returns the gap in its place, empty if the event is further on. */
  Optional<Gap> stepOver(UnreadableEvent.Step step) {
    Position before = position;
    position = step.to();
    atEvent = true;
    if (step.reason() == null) {
      return Optional.empty();
    }
    inVain = false;
    readMode = ReadMode.SINGLE;
    wary = WARY;
    return Optional.of(new Gap(step.reason(), before, position));
  }
}
