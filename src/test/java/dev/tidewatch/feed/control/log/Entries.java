package dev.tidewatch.feed.control.log;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Position;
import org.bson.RawBsonDocument;

/** Positions and entries that tests number, 0 the first. */
public final class Entries {

  private Entries() {}

  public static Position position(int number) {
    return new Position(String.format("82%08X", number));
  }

  public static Change change(int number) {
    return Change.of(
        RawBsonDocument.parse(
            "{_id: {_data: '" + position(number).data() + "'}, operationType: 'insert'}"));
  }

  public static LogEntry entry(int number) {
    return new LogEntry(change(number));
  }

  /** An entry whose document has about so many bytes. */
  public static LogEntry large(int number, int bytes) {
    return new LogEntry(
        Change.of(
            RawBsonDocument.parse(
                "{_id: {_data: '"
                    + position(number).data()
                    + "'}, operationType: 'insert', fullDocument: {text: '"
                    + "x".repeat(bytes)
                    + "'}}")));
  }
}
