package dev.tidewatch.feed.control.filter;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;

/** Entries that filters decide on, all at one place. */
final class FilterEntries {

  private static final Position PLACE =
      Position.of(new BsonDocument("_data", new BsonString("8264B0")));

  static final LogEntry GAP = new LogEntry(new Gap(Gap.Reason.HISTORY_LOST, PLACE, PLACE));

  private FilterEntries() {}

  /** A change with these fields, in the shell's notation. */
  static LogEntry entry(String fields) {
    return new LogEntry(new Change(PLACE, RawBsonDocument.parse("{" + fields + "}")));
  }
}
