package dev.tidewatch.feed.control.format;

import dev.tidewatch.feed.control.encoding.ByteBuilder;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Position;
import java.util.List;

/**
 * Server-Sent Events, as the HTML standard has them. The greeting and heartbeats are named events
 * with data, because many clients drop the {@code id} of an event without data, and others hand an
 * unnamed event to the application.
 *
 * @param maxBytes the most bytes of events that are written at once
 */
public record SseFormat(int maxBytes) implements WireFormat {

  /** How long a browser waits before it reconnects, in milliseconds. */
  private static final int RETRY = 1000;

  private static final int AROUND_A_CHANGE = 32;

  @Override
  public int sizeOf(LogEntry entry) {
    return entry.json().length + entry.position().id().length() + AROUND_A_CHANGE;
  }

  @Override
  public boolean isEncoded(LogEntry entry) {
    return entry.hasJson();
  }

  @Override
  public boolean mayFollow(LogEntry before, LogEntry entry) {
    return true;
  }

  @Override
  public OutboundMessage join(List<LogEntry> entries) {
    ByteBuilder bytes = new ByteBuilder(sizeOf(entries));
    for (LogEntry entry : entries) {
      bytes.add("id: ").add(entry.position().id());
      bytes.add(entry.isChange() ? "\nevent: change\ndata: " : "\nevent: gap\ndata: ");
      bytes.add(entry.json()).add("\n\n");
    }
    return new BytesMessage(bytes.toByteArray(), LogEntry.changes(entries));
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

  /** An event that carries only the reader's position, if that is known. */
  private static String empty(String name, Position position) {
    String id = position == null ? "" : "id: " + position.id() + "\n";
    return id + "event: " + name + "\ndata: {}\n\n";
  }
}
