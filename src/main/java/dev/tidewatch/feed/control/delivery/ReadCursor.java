package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.batch.BatchCache;
import dev.tidewatch.feed.entity.CloseReason;

/**
 * A reader's position in its feed.
 *
 * <pre>
 *                the log reaches back to it
 *      Behind ──────────────────────────────► Live ◄───┐
 *       │   ▲                                  │       │ the log has come
 *       │   └──────────────────────────────────┘       │ to its position
 *       │        its next entry has left the log       │
 *       ├────────────────────────────────────────► Ahead
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
