package dev.tidewatch.feed.control.format;

import dev.tidewatch.feed.control.encoding.ByteBuilder;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.JsonForm;
import dev.tidewatch.feed.entity.Position;
import java.util.List;

/**
 * Changes as lines of JSON (NDJSON): {@code {"id":ID,"change":{…}}} each. A line that is no change
 * has a {@code type}, as the messages of {@link V1Format} have.
 *
 * @param maxBytes the most bytes of lines that are written at once
 * @param json the form of changes
 */
public record ExportFormat(int maxBytes, JsonForm json) implements WireFormat {

  @Override
  public int sizeOf(LogEntry entry) {
    // with a line feed in the place of the comma
    return V1Format.sizeOfChange(entry, json);
  }

  @Override
  public boolean isEncoded(LogEntry entry) {
    return entry.hasJson(json);
  }

  @Override
  public boolean mayFollow(LogEntry before, LogEntry entry) {
    return true;
  }

  @Override
  public OutboundMessage join(List<LogEntry> entries) {
    ByteBuilder bytes = new ByteBuilder(sizeOf(entries));
    for (LogEntry entry : entries) {
      if (entry.isChange()) {
        V1Format.append(bytes, entry, json);
      } else {
        bytes.add(entry.json(json));
      }
      bytes.add("\n");
    }
    return new BytesMessage(bytes.toByteArray(), LogEntry.changes(entries));
  }

  /** None, so that the first line is the first change. */
  @Override
  public OutboundMessage hello(Position position) {
    return null;
  }

  /** Says how far the search has got. */
  @Override
  public OutboundMessage heartbeat(Position position) {
    return position == null
        ? null
        : line("{\"type\":\"heartbeat\",\"position\":\"" + position.id() + "\"}");
  }

  /**
   * The last line, which says that nothing is missing.
   *
   * @param position where the export ended
   * @param changes how many changes there were
   */
  public static OutboundMessage end(Position position, long changes) {
    return line(
        "{\"type\":\"end\",\"position\":\"" + position.id() + "\",\"count\":" + changes + "}");
  }

  private static OutboundMessage line(String json) {
    return new BytesMessage(
        new ByteBuilder(json.length() + 1).add(json).add("\n").toByteArray(), 0);
  }
}
