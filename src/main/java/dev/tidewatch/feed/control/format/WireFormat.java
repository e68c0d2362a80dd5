package dev.tidewatch.feed.control.format;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Position;
import java.util.List;

/** A protocol's encoding of entries. Stateless and thread-safe. */
public interface WireFormat {

  /** The most bytes in a message, unless a reader asks for another bound. */
  int DEFAULT_BYTES = 64 * 1024;

  /** The most bytes in a message of more than one entry; a larger entry is sent alone. */
  int maxBytes();

  /** An upper bound of a message's bytes besides its entries, if the given one is the last. */
  default int sizeAround(LogEntry last) {
    return 0;
  }

  /**
   * An upper bound, nearly exact, of the bytes that an entry adds to a message; encodes the entry
   * if necessary.
   */
  int sizeOf(LogEntry entry);

  /** Encodes an entry for this format, so that {@link #join} only has to copy it. */
  default void encode(LogEntry entry) {
    sizeOf(entry);
  }

  /** Whether {@link #encode} has nothing left to do. */
  boolean isEncoded(LogEntry entry);

  /** An upper bound, nearly exact, of the bytes that all of these add. */
  default int sizeOf(List<LogEntry> entries) {
    return entries.stream().mapToInt(this::sizeOf).sum();
  }

  /** Whether an entry may follow another in one message. */
  boolean mayFollow(LogEntry before, LogEntry entry);

  /** One message of all these entries, at least one. */
  OutboundMessage join(List<LogEntry> entries);

  /**
   * The greeting; null if the protocol has none.
   *
   * @param position where the reader starts; null if it will learn that later
   */
  OutboundMessage hello(Position position);

  /**
   * The heartbeat, sent when there has been no change for a reader for a while.
   *
   * @param position where the reader may resume: everything before it was sent or filtered out;
   *     null before the stream was first opened
   * @return null if the protocol has none
   */
  OutboundMessage heartbeat(Position position);
}
