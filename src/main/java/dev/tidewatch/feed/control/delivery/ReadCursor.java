package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.batch.BatchCache;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;

/**
 * Where a reader is in its feed.
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
 *      Refused   the position is none of this stream's, or the feed has stopped
 * </pre>
 *
 * <p>Owned by the delivering thread.
 */
sealed interface ReadCursor {

  /** The reader is in the log: what comes next is a number. */
  final class Live implements ReadCursor {

    /** A live reader has no more than so many entries before it. */
    static final int NEAR = 2 * BatchCache.MAX_ENTRIES;

    /** One that has been up to date may have so many: changes came in a burst. */
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
   * The reader has had more than the log has seen, on another node or from MongoDB.
   *
   * @param position what it has had
   */
  record Ahead(Position position) implements ReadCursor {}

  /**
   * What the reader needs has left the log, or was never in it.
   *
   * @param backlog what MongoDB has of it
   */
  record Behind(Backlog backlog) implements ReadCursor {}

  /** Nothing will ever come. */
  record Refused(CloseReason reason) implements ReadCursor {}
}
