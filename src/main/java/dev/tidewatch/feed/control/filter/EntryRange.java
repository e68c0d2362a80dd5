package dev.tidewatch.feed.control.filter;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.query.value.RawValue;
import dev.tidewatch.query.value.ValueOrder;
import org.bson.BsonValue;

/**
 * The changes up to a position; of all documents, or of those that a reader was sent already, in
 * the order of {@code _id}. Immutable.
 */
public final class EntryRange {

  private final Position end;
  // null for all documents
  private final RawValue last;

  /**
   * A range.
   *
   * @param end where it ends
   * @param last the {@code _id} of the last document that the reader was sent
   */
  public EntryRange(Position end, BsonValue last) {
    this(end, RawValue.alone(last));
  }

  private EntryRange(Position end, RawValue last) {
    this.end = end;
    this.last = last;
  }

  /** The changes of all documents up to a position. */
  public static EntryRange upTo(Position end) {
    return new EntryRange(end, (RawValue) null);
  }

  /** Whether an entry lies after it. */
  public boolean ends(LogEntry entry) {
    return entry.position().isAfter(end);
  }

  /** Whether a position lies at its end or after it. */
  public boolean isPassedBy(Position position) {
    return position != null && !end.isAfter(position);
  }

  /** Whether an entry up to the end is one of a document up to the last, or of no document. */
  public boolean holds(LogEntry entry) {
    if (last == null || !(entry.content() instanceof Change change)) {
      return true;
    }
    return change
        .documentId()
        .map(id -> ValueOrder.compare(RawValue.alone(id), last) <= 0)
        .orElse(true);
  }
}
