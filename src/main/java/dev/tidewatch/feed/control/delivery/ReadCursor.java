package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.batch.BatchCache;
import dev.tidewatch.feed.entity.CloseReason;

/**
 * A reader's position in its feed.
 *
 * <pre>
 *                the log reaches back to it          nothing is left for it
 *      Behind ──────────────────────────────► Live ─────────────────────────► Parked
 *       │   ▲                                 │ ▲ ▲                              │
 *       │   └─────────────────────────────────┘ │ └──────────────────────────────┘
 *       │      its next entry has left the log  │   an entry may concern it, or entries
 *       │                                       │   have left the log that were not looked at
 *       │                                       │ the log has come to its position
 *       ├────────────────────────────────────► Ahead
 *       │        MongoDB has read beyond the log
 *       ▼
 *      Refused   the position is not one of this stream, or the feed has stopped
 * </pre>
 *
 * <p>Owned by the dispatcher's thread.
 */
sealed interface ReadCursor {

  /** The reader is in the log: its next entry is a number. */
  final class Live implements ReadCursor {

    /** The most entries a live reader may be behind. */
    static final int NEAR = 2 * BatchCache.MAX_ENTRIES;

    /** The same for a reader that was up to date, because changes come in bursts. */
    private static final int BURST = 32 * NEAR;

    /** The number of the next entry. */
    long number;

    private boolean hasBeenUpToDate;

    Live(long number) {
      this.number = number;
    }

    void upToDate() {
      hasBeenUpToDate = true;
    }

    boolean isFar(long end) {
      return end - number > (hasBeenUpToDate ? BURST : NEAR);
    }
  }

  /**
   * The reader wants only some of what comes, and has read all. The new entries are looked at for
   * it and the like of it together ({@link Parking}).
   *
   * @param live where it has read to; its place is that of {@link Parking} once this is further
   */
  record Parked(Live live) implements ReadCursor {}

  /** The reader is ahead of the log, because it read from another node or from MongoDB. */
  record Ahead() implements ReadCursor {}

  /**
   * The reader's next entry has left the log, or was never in it.
   *
   * @param backlog its history from MongoDB
   */
  record Behind(Backlog backlog) implements ReadCursor {}

  /** The reader is refused for good. */
  record Refused(CloseReason reason) implements ReadCursor {}
}
