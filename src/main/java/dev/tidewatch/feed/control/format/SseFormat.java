package dev.tidewatch.feed.control.format;

import dev.tidewatch.feed.control.encoding.ByteBuilder;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.JsonForm;
import dev.tidewatch.feed.entity.Position;
import java.util.List;

/**
 * Server-Sent Events, as the HTML standard has them. The greeting and heartbeats are named events
 * with data, because many clients drop the {@code id} of an event without data, and others hand an
 * unnamed event to the application.
 *
 * @param maxBytes the most bytes of events that are written at once
 * @param hasIds whether changes carry their ids, which browsers keep by themselves
 * @param json the form of changes
 */
public record SseFormat(int maxBytes, boolean hasIds, JsonForm json) implements DocumentsFormat {

  /** How long a browser waits before it reconnects, in milliseconds. */
  private static final int RETRY = 1000;

  private static final int AROUND_A_CHANGE = 32;

  // event: documents, data: {"documents":[]}
  private static final int AROUND_DOCUMENTS = 48;

  /** With ids. */
  public SseFormat(int maxBytes, JsonForm json) {
    this(maxBytes, true, json);
  }

  /** As above, with relaxed JSON. */
  public SseFormat(int maxBytes) {
    this(maxBytes, JsonForm.RELAXED);
  }

  @Override
  public int sizeOf(LogEntry entry) {
    return entry.json(json).length + entry.position().id().length() + AROUND_A_CHANGE;
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
      if (hasIds) {
        bytes.add("id: ").add(entry.position().id()).add("\n");
      }
      bytes.add(entry.isChange() ? "event: change\ndata: " : "event: gap\ndata: ");
      bytes.add(entry.json(json)).add("\n\n");
    }
    return new BytesMessage(bytes.toByteArray(), LogEntry.changes(entries));
  }

  @Override
  public DocumentsFormat beforeCurrent() {
    return new SseFormat(maxBytes, false, json);
  }

  @Override
  public OutboundMessage documents(List<byte[]> documents) {
    int size = documents.stream().mapToInt(document -> document.length + 1).sum();
    return new BytesMessage(
        new ByteBuilder(size + AROUND_DOCUMENTS)
            .add("event: documents\ndata: {\"documents\":")
            .array(documents)
            .add("}\n\n")
            .toByteArray(),
        0);
  }

  @Override
  public OutboundMessage current(Position position, long count) {
    String id = position.id();
    return new BytesMessage(
        new ByteBuilder(256)
            .add("id: " + id + "\nevent: current\n")
            .add("data: {\"position\":\"" + id + "\",\"count\":" + count + "}\n\n")
            .toByteArray(),
        0);
  }

  /** With an empty id, so that a browser that comes back begins again. */
  @Override
  public OutboundMessage reset(String reason) {
    return new BytesMessage(
        new ByteBuilder(64)
            .add("id: \nevent: reset\ndata: {\"reason\":\"" + reason + "\"}\n\n")
            .toByteArray(),
        0);
  }

  @Override
  public OutboundMessage hello(Position position) {
    return new BytesMessage(
        new ByteBuilder(128)
            .add("retry: " + RETRY + "\n")
            .add(empty("hello", position))
            .toByteArray(),
        0);
  }

  @Override
  public OutboundMessage heartbeat(Position position) {
    return new BytesMessage(
        new ByteBuilder(128).add(empty("heartbeat", position)).toByteArray(), 0);
  }

  @Override
  public OutboundMessage waiting() {
    return heartbeat(null);
  }

  /** An event that carries only the reader's position, if that is known. */
  private static String empty(String name, Position position) {
    String id = position == null ? "" : "id: " + position.id() + "\n";
    return id + "event: " + name + "\ndata: {}\n\n";
  }
}
