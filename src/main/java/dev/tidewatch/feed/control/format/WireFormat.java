package dev.tidewatch.feed.control.format;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Position;
import java.util.List;

/** A protocol's way to write entries. Has no state; any thread. */
public interface WireFormat {

  /** The most bytes in a message, unless a reader asks for another bound. */
  int DEFAULT_BYTES = 64 * 1024;

  /** The most bytes in a message of more than one entry; a larger one comes alone. */
  int maxBytes();

  /** How many bytes a message has beside its entries, no less, if that is the last of them. */
  default int sizeAround(LogEntry last) {
    return 0;
  }

  /** About how many bytes an entry adds to a message, no less; encodes it if it is not yet. */
  int sizeOf(LogEntry entry);

  /** Encodes an entry for this format, so that {@link #join} has only to put it in place. */
  default void encode(LogEntry entry) {
    sizeOf(entry);
  }

  /** Whether {@link #encode} has nothing to do any more. */
  boolean isEncoded(LogEntry entry);

  /** About how many bytes they add together, and no less. */
  default int sizeOf(List<LogEntry> entries) {
    return entries.stream().mapToInt(this::sizeOf).sum();
  }

  /** Whether two entries may be in one message. */
  boolean mayFollow(LogEntry before, LogEntry entry);

  /** One message of all these entries, at least one. */
  OutboundMessage join(List<LogEntry> entries);

  /** What a reader is told first; null if nothing is. */
  OutboundMessage hello(Position position);

  /**
   * What a reader is told when there has been no change for it for a while.
   *
   * @param position where it may go on: everything before it was sent or filtered out; null as long
   *     as the stream has not been opened
   * @return null if nothing is
   */
  OutboundMessage heartbeat(Position position);
}
