package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Position;

/**
 * An entry with its encoded forms, each made when the first reader asks for it and shared by all.
 *
 * <p>Any thread; two that ask at once may both encode, and one of the equal results stays.
 */
final class LogEntry implements Message {

  private final FeedEntry entry;
  private volatile String text;
  private volatile byte[] frame;
  private volatile boolean grown;

  /** Bytes that the log counts for this; guarded by the log, 0 once it has left. */
  private long counted;

  LogEntry(FeedEntry entry) {
    this.entry = entry;
  }

  Position position() {
    return entry.position();
  }

  @Override
  public String text() {
    String encoded = text;
    if (encoded == null) {
      encoded = SeedFormat.message(entry);
      text = encoded;
      grown = true;
    }
    return encoded;
  }

  @Override
  public byte[] frame() {
    byte[] encoded = frame;
    if (encoded == null) {
      String known = text;
      encoded = TextFrame.of(known == null ? SeedFormat.message(entry) : known);
      frame = encoded;
      grown = true;
    }
    return encoded;
  }

  /** Bytes in memory, with what has been encoded by now. */
  long weight() {
    String knownText = text;
    byte[] knownFrame = frame;
    return entry.weight()
        + (knownText == null ? 0L : 2L * knownText.length())
        + (knownFrame == null ? 0L : knownFrame.length);
  }

  /** Whether something was encoded since the log last counted it. */
  boolean hasGrown() {
    return grown;
  }

  /** What was encoded up to now is being counted. */
  void settle() {
    grown = false;
  }

  long counted() {
    return counted;
  }

  void count(long bytes) {
    counted = bytes;
  }
}
