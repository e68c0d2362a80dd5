package dev.tidewatch.feed.control.watch;

import dev.tidewatch.feed.control.source.UnreadableEvent;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import java.util.Optional;

/**
 * Where a watch goes on, and the gap that it still has to announce.
 *
 * <p>Owned by the watch's thread.
 */
final class ResumePoint {

  /** How the next event is to be read. */
  enum ReadMode {
    /** With as many as there are. */
    BATCHED,
    /** With a few: among many there is one that cannot be had. */
    SMALL_BATCHES,
    /** By itself: in a batch with others there is one that cannot be had. */
    SINGLE,
    /** Not at all: it cannot be had. */
    SKIP
  }

  /** Changes that are read one by one after one that could not be had: the next may be near. */
  private static final int WARY = 64;

  private Position position;
  private boolean atEvent;
  private ReadMode readMode = ReadMode.BATCHED;
  // changes to read before the approach is plain again; negative if only an empty reply ends it
  private int wary = -1;
  // nothing was found to step over, though reading fails
  private boolean inVain;
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
    inVain = false;
    if (wary > 0) {
      wary--;
    }
  }

  /** Whether what lies ahead need not be read with care any more. */
  boolean isPastTrouble() {
    return readMode != ReadMode.BATCHED && wary == 0;
  }

  /** Whether a change cannot follow this place: then the deployment is not what it was. */
  boolean isPast(Change change) {
    return position != null && !change.position().isAfter(position);
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

  /**
   * The stream was opened and starts here; returns the gap that this is the end of. After a restore
   * that is before the place that was lost.
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
   * An event here cannot be had: those before it are read in ever smaller batches, then it is
   * stepped over.
   *
   * @return whether the next attempt is another one; else the same has been tried in vain
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

  /** There is nothing to step over. */
  void foundNothing() {
    inVain = true;
    clear();
  }

  /** How to go on from here. */
  ReadMode readMode() {
    return readMode;
  }

  /** The event that could not be had is not here, or not any more. */
  void clear() {
    readMode = ReadMode.BATCHED;
    wary = -1;
  }

  /** Steps over the next event; the gap in its place, empty if it is further on. */
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
