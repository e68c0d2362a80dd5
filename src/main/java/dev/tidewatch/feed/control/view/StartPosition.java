package dev.tidewatch.feed.control.view;

import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Position;

/** What a new reader is told of the position where it starts. */
public final class StartPosition {

  /** The most entries that are looked at, which only a large transaction has at one time. */
  private static final int MOST = 256;

  private StartPosition() {}

  /**
   * The position itself if the reader may see its event. Else that of the last event of the same
   * cluster time that it may see, such as another of the transaction, or the high-water mark of
   * that time: a reader that resumes there gets nothing from before its start.
   *
   * @param own the server's position; may be null, as the result then is
   */
  public static Position of(ChangeLog log, FeedView view, Position own) {
    if (own == null || !view.isRestricted() || !own.holdsKey()) {
      return own;
    }
    long number = log.after(own).orElse(0) - 1;
    for (int i = 0; i < MOST; i++) {
      LogEntry entry = log.at(number - i);
      if (entry == null) {
        // events of this time may have left the log
        return own.cut();
      }
      if (!entry.position().clusterTime().equals(own.clusterTime())) {
        return own.highWaterMark();
      }
      LogEntry seen = view.see(entry).entry();
      if (seen != null) {
        return seen.position();
      }
    }
    return own.cut();
  }
}
