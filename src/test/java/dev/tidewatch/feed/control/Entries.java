package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Position;
import org.bson.RawBsonDocument;

/** Positions and entries that tests number, 0 the first. */
final class Entries {

  private Entries() {}

  static Position position(int number) {
    return new Position(String.format("82%08X", number));
  }

  static Change change(int number) {
    return Change.of(
        RawBsonDocument.parse(
            "{_id: {_data: '" + position(number).data() + "'}, operationType: 'insert'}"));
  }

  static LogEntry entry(int number) {
    return new LogEntry(change(number));
  }

  /** An entry whose document has about so many bytes. */
  static LogEntry large(int number, int bytes) {
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
