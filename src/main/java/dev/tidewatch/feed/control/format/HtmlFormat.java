package dev.tidewatch.feed.control.format;

import dev.tidewatch.feed.control.encoding.ByteBuilder;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Position;
import java.util.List;

/**
 * {@code WS /socket}: one text message for each entry. Several are sent in one write if the server
 * allows it.
 */
public final class HtmlFormat implements WireFormat {

  /** Stateless singleton. */
  public static final WireFormat INSTANCE = new HtmlFormat();

  /** The most bytes in one write; a message is one entry, whatever its size. */
  private static final int MAX_BYTES = 256 * 1024;

  private HtmlFormat() {}

  @Override
  public int maxBytes() {
    return MAX_BYTES;
  }

  @Override
  public int sizeOf(LogEntry entry) {
    return entry.content().weight();
  }

  /** As a frame, which the supported servers take. */
  @Override
  public void encode(LogEntry entry) {
    entry.htmlFrame();
  }

  @Override
  public boolean isEncoded(LogEntry entry) {
    return entry.hasHtmlForm();
  }

  @Override
  public boolean mayFollow(LogEntry before, LogEntry entry) {
    return true;
  }

  @Override
  public OutboundMessage join(List<LogEntry> entries) {
    return new Frames(entries);
  }

  @Override
  public OutboundMessage hello(Position position) {
    return null;
  }

  @Override
  public OutboundMessage heartbeat(Position position) {
    return null;
  }

  /** Texts for one server or frames for another; each is made on demand. */
  private static final class Frames implements OutboundMessage {

    private final List<LogEntry> entries;
    private final int changes;
    private volatile byte[] bytes;
    private volatile int size;

    Frames(List<LogEntry> entries) {
      this.entries = entries;
      this.changes = LogEntry.changes(entries);
    }

    @Override
    public List<String> texts() {
      return entries.stream().map(LogEntry::htmlText).toList();
    }

    @Override
    public byte[] bytes() {
      byte[] joined = bytes;
      if (joined == null) {
        joined = ByteBuilder.join(entries.stream().map(LogEntry::htmlFrame).toList());
        bytes = joined;
      }
      return joined;
    }

    @Override
    public int changes() {
      return changes;
    }

    @Override
    public int size() {
      int sum = size;
      if (sum == 0) {
        sum = entries.stream().mapToInt(LogEntry::htmlSize).sum();
        size = sum;
      }
      return sum;
    }
  }
}
