package dev.tidewatch.feed.control.format;

import dev.tidewatch.feed.control.encoding.ByteBuilder;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.JsonForm;
import dev.tidewatch.feed.entity.Position;
import java.util.List;

/**
 * The answer to a poll: one JSON object with changes and the position for the next request.
 *
 * @param maxBytes the most bytes in an answer of more than one entry
 * @param json the form of changes
 */
public record PollFormat(int maxBytes, JsonForm json) implements WireFormat {

  // {"changes":[],"position":""}
  private static final int AROUND_CHANGES = 32;

  /** With relaxed JSON. */
  public PollFormat(int maxBytes) {
    this(maxBytes, JsonForm.RELAXED);
  }

  @Override
  public int sizeOf(LogEntry entry) {
    return V1Format.sizeOfChange(entry, json);
  }

  @Override
  public int sizeAround(LogEntry last) {
    return AROUND_CHANGES + last.position().id().length();
  }

  @Override
  public boolean isEncoded(LogEntry entry) {
    return entry.hasJson(json);
  }

  @Override
  public boolean mayFollow(LogEntry before, LogEntry entry) {
    // a gap may only come first, in a field of its own
    return entry.isChange();
  }

  @Override
  public OutboundMessage join(List<LogEntry> entries) {
    ByteBuilder bytes = new ByteBuilder(1024).add("{");
    boolean gap = !entries.get(0).isChange();
    if (gap) {
      bytes.add("\"gap\":").add(entries.get(0).json(json)).add(",");
    }
    bytes.add("\"changes\":[");
    List<LogEntry> changes = entries.subList(gap ? 1 : 0, entries.size());
    for (LogEntry entry : changes) {
      bytes.add(entry == changes.get(0) ? "" : ",");
      V1Format.append(bytes, entry, json);
    }
    return end(bytes, entries.get(entries.size() - 1).position(), changes.size());
  }

  private static OutboundMessage end(ByteBuilder bytes, Position position, int changes) {
    return new BytesMessage(
        bytes.add("],\"position\":\"" + position.id() + "\"}").toByteArray(), changes);
  }

  /**
   * A page of documents.
   *
   * @param position where their changes begin
   * @param next names the next page; null if there is none
   */
  public static byte[] documents(List<byte[]> documents, Position position, String next) {
    int size = documents.stream().mapToInt(document -> document.length + 1).sum();
    ByteBuilder bytes = new ByteBuilder(size + 256).add("{\"documents\":").array(documents);
    bytes.add(",\"position\":\"" + position.id() + "\"");
    return bytes.add(next == null ? "}" : ",\"next\":\"" + next + "\"}").toByteArray();
  }

  /** An answer without changes. */
  public static OutboundMessage empty(Position position) {
    return end(new ByteBuilder(128).add("{\"changes\":["), position, 0);
  }

  @Override
  public OutboundMessage hello(Position position) {
    return null;
  }

  @Override
  public OutboundMessage heartbeat(Position position) {
    return null;
  }
}
