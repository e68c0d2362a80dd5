package dev.tidewatch.feed.control.format;

import dev.tidewatch.feed.control.encoding.ByteBuilder;
import dev.tidewatch.feed.control.encoding.WebSocketFrame;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.JsonForm;
import dev.tidewatch.feed.entity.Position;
import java.util.List;

/**
 * The subprotocol {@code tidewatch.v1}: JSON messages, each with as many changes as are pending.
 * Each feed has its own format, because the greeting holds the feed's name.
 *
 * @param feed the feed's name, of letters, digits, dashes and underscores
 * @param maxBytes the most bytes in a message of more than one change
 * @param json the form of changes
 */
public record V1Format(String feed, int maxBytes, JsonForm json) implements DocumentsFormat {

  /** The subprotocol's name. */
  public static final String SUBPROTOCOL = "tidewatch.v1";

  // {"id":"","change":},
  private static final int AROUND_A_CHANGE = 20;

  // {"type":"changes","changes":[]}
  private static final int AROUND_CHANGES = 32;

  // {"type":"documents","documents":[]}
  private static final int AROUND_DOCUMENTS = 36;

  /** With relaxed JSON. */
  public V1Format(String feed, int maxBytes) {
    this(feed, maxBytes, JsonForm.RELAXED);
  }

  /** As above, with the default bound. */
  public V1Format(String feed) {
    this(feed, DEFAULT_BYTES);
  }

  @Override
  public int sizeOf(LogEntry entry) {
    return sizeOfChange(entry, json);
  }

  /** The bytes that {@link #append} adds, and a comma. */
  static int sizeOfChange(LogEntry entry, JsonForm json) {
    return entry.json(json).length + entry.position().id().length() + AROUND_A_CHANGE;
  }

  @Override
  public int sizeAround(LogEntry last) {
    return AROUND_CHANGES;
  }

  @Override
  public boolean isEncoded(LogEntry entry) {
    return entry.hasJson(json);
  }

  @Override
  public boolean mayFollow(LogEntry before, LogEntry entry) {
    return before.isChange() && entry.isChange();
  }

  @Override
  public OutboundMessage join(List<LogEntry> entries) {
    if (entries.get(0).isChange()) {
      return changes(entries);
    }
    return new TextMessage(WebSocketFrame.of(entries.get(0).json(json)), 0);
  }

  private OutboundMessage changes(List<LogEntry> entries) {
    ByteBuilder bytes =
        new ByteBuilder(WebSocketFrame.LONGEST_HEAD + sizeOf(entries) + AROUND_CHANGES);
    bytes.add(new byte[WebSocketFrame.LONGEST_HEAD]);
    bytes.add("{\"type\":\"changes\",\"changes\":[");
    for (LogEntry entry : entries) {
      bytes.add(entry == entries.get(0) ? "" : ",");
      append(bytes, entry, json);
    }
    bytes.add("]}");
    return new TextMessage(WebSocketFrame.around(bytes.toByteArray()), entries.size());
  }

  /** {@code {"id":ID,"change":{…}}}. */
  static void append(ByteBuilder bytes, LogEntry entry, JsonForm json) {
    bytes.add("{\"id\":\"").add(entry.position().id()).add("\",\"change\":");
    bytes.add(entry.json(json)).add("}");
  }

  @Override
  public OutboundMessage hello(Position position) {
    String where = position == null ? "" : ",\"position\":\"" + position.id() + "\"";
    return ascii("{\"type\":\"hello\",\"feed\":\"" + feed + "\"" + where + "}");
  }

  @Override
  public OutboundMessage documents(List<byte[]> documents) {
    int size = documents.stream().mapToInt(document -> document.length + 1).sum();
    ByteBuilder bytes = new ByteBuilder(WebSocketFrame.LONGEST_HEAD + size + AROUND_DOCUMENTS);
    bytes.add(new byte[WebSocketFrame.LONGEST_HEAD]);
    bytes.add("{\"type\":\"documents\",\"documents\":").array(documents).add("}");
    return new TextMessage(WebSocketFrame.around(bytes.toByteArray()), 0);
  }

  @Override
  public OutboundMessage current(Position position, long count) {
    return ascii(
        "{\"type\":\"current\",\"position\":\"" + position.id() + "\",\"count\":" + count + "}");
  }

  @Override
  public OutboundMessage reset(String reason) {
    return ascii("{\"type\":\"reset\",\"reason\":\"" + reason + "\"}");
  }

  @Override
  public OutboundMessage heartbeat(Position position) {
    if (position == null) {
      return null;
    }
    return ascii("{\"type\":\"heartbeat\",\"position\":\"" + position.id() + "\"}");
  }

  @Override
  public OutboundMessage waiting() {
    return ascii("{\"type\":\"heartbeat\"}");
  }

  private static OutboundMessage ascii(String text) {
    return new TextMessage(WebSocketFrame.of(text), 0);
  }
}
