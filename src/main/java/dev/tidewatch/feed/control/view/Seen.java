package dev.tidewatch.feed.control.view;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;

/**
 * What a view shows of one entry.
 *
 * @param entry null if nothing
 * @param own the entry's own position, which stays within the server
 * @param position what a reader that has passed the entry may be told of its position
 */
public record Seen(LogEntry entry, Position own, Position position) {

  /** Whether an entry stands for a change of which no document is left that decides. */
  public static boolean isNoImage(LogEntry entry) {
    return entry != null
        && entry.content() instanceof Gap gap
        && gap.reason() == Gap.Reason.NO_IMAGE;
  }

  /**
   * What is sent of it: of several gaps without an image in a row, the first.
   *
   * @param inGap whether the reader was sent such a gap and has seen nothing since
   */
  public LogEntry sent(boolean inGap) {
    return inGap && isNoImage(entry) ? null : entry;
  }
}
