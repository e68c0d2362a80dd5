package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Position;

/**
 * An entry with its encoded text, made when the first reader asks for it and shared by all.
 *
 * <p>Any thread; two that ask at once may both encode, and one of the equal texts stays.
 */
final class LogEntry {

  private final FeedEntry entry;
  private volatile String text;

  /** Bytes that the log counts for this; guarded by the log, 0 once it has left. */
  private long counted;

  LogEntry(FeedEntry entry) {
    this.entry = entry;
  }

  Position position() {
    return entry.position();
  }

  /** The message of {@code /socket}. */
  String text() {
    String encoded = text;
    if (encoded == null) {
      encoded = SeedFormat.message(entry);
      text = encoded;
    }
    return encoded;
  }

  /** Whether {@link #text} has been made. */
  boolean encoded() {
    return text != null;
  }

  /** Bytes in memory, with what has been encoded by now. */
  long weight() {
    String encoded = text;
    return entry.weight() + (encoded == null ? 0L : 2L * encoded.length());
  }

  long counted() {
    return counted;
  }

  void count(long bytes) {
    counted = bytes;
  }
}
