package dev.tidewatch.feed.control.counters;

import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.entity.CloseReason;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what the readers of one feed and protocol were sent, and how their sessions were closed.
 *
 * <p>The dispatcher's thread counts messages; any thread counts the rest and reads.
 */
public final class ProtocolCounters {

  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong changes = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final LongAdder refusedMessages = new LongAdder();
  private final EnumCounter<CloseReason> closed = new EnumCounter<>(CloseReason.class);

  /** Counts a message that was handed to a connection. Called on the dispatcher's thread. */
  public void sent(OutboundMessage message) {
    add(messages, 1);
    add(changes, message.changes());
    add(bytes, message.size());
  }

  // only one thread writes, so neither an atomic addition nor a fence is needed
  private static void add(AtomicLong counter, int more) {
    counter.lazySet(counter.getPlain() + more);
  }

  /** Messages handed to connections, including greetings and heartbeats. */
  public long messages() {
    return messages.get();
  }

  /** Changes in these messages: a change that goes to ten readers counts ten times. */
  public long changes() {
    return changes.get();
  }

  /** Bytes of these messages, without frames and headers. */
  public long bytes() {
    return bytes.get();
  }

  /** Counts a session that its client closed because a message was too large for it. */
  public void refusedAMessage() {
    refusedMessages.increment();
  }

  /** The number of sessions closed by clients because a message was too large. */
  public long refusedMessages() {
    return refusedMessages.sum();
  }

  /** Sessions that the server refused or closed, by reason. */
  public EnumCounter<CloseReason> closed() {
    return closed;
  }
}
