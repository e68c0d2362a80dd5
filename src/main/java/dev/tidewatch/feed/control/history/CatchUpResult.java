package dev.tidewatch.feed.control.history;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import java.util.List;

/** The result of a {@link CatchUpRequest}. */
public sealed interface CatchUpResult {

  /**
   * The entries of a batch from an index on; there may be more history after them.
   *
   * @param first the index of the first entry after the reader's position
   */
  record Entries(HistoryBatch batch, int first) implements CatchUpResult {

    static Entries after(Position position, HistoryBatch batch) {
      return new Entries(batch, batch.indexAfter(position));
    }

    /** The gaps that replace changes that could not be read; empty if there are none. */
    public List<Gap> gaps() {
      List<LogEntry> entries = batch.entries();
      return entries.subList(first, entries.size()).stream()
          .map(LogEntry::content)
          .filter(Gap.class::isInstance)
          .map(Gap.class::cast)
          .toList();
    }
  }

  /** The position is unknown to the server, or the feed has stopped. Final. */
  record Refused(CloseReason reason) implements CatchUpResult {}

  /**
   * What an outcome at one position means for a reader at another; null if nothing.
   *
   * @param at where the read began
   * @param after where the reader is
   */
  static CatchUpResult of(HistoryReader.Outcome outcome, Position at, Position after) {
    if (outcome instanceof HistoryBatch batch) {
      if (after.equals(at) || batch.holds(after)) {
        return Entries.after(after, batch);
      }
    } else if (outcome instanceof HistoryReader.Refused refused) {
      return after.equals(at) ? new Refused(refused.reason()) : null;
    } else if (outcome instanceof HistoryReader.Lost lost) {
      boolean concerned =
          after.equals(at) || lost.reason() == Gap.Reason.HISTORY_LOST && at.isAfter(after);
      if (concerned && lost.to().isAfter(after)) {
        Gap gap = new Gap(lost.reason(), after, lost.to());
        return new Entries(new HistoryBatch(after, List.of(new LogEntry(gap)), lost.to()), 0);
      }
    }
    return null;
  }
}
