package dev.tidewatch.feed.control.counters;

import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.entity.CloseReason;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the readers of one feed and protocol were sent, and which of them were sent away.
 *
 * <p>The dispatcher's thread counts messages; any thread the rest; any reads.
 */
public final class ProtocolCounters {

  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong changes = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final LongAdder refusedMessages = new LongAdder();
  private final EnumCounter<CloseReason> closed = new EnumCounter<>(CloseReason.class);

  /** A message was handed to a connection. The dispatcher's thread. */
  public void sent(OutboundMessage message) {
    add(messages, 1);
    add(changes, message.changes());
    add(bytes, message.size());
  }

  // one thread writes: an atomic addition, or a fence, would cost more than all the rest of this
  private static void add(AtomicLong counter, int more) {
    counter.lazySet(counter.getPlain() + more);
  }

  /** Messages handed to connections, greetings and heartbeats too. */
  public long messages() {
    return messages.get();
  }

  /** Changes in them: one that goes to ten readers counts ten times. */
  public long changes() {
    return changes.get();
  }

  /** Bytes of them, without the frames and headers around. */
  public long bytes() {
    return bytes.get();
  }

  /** A client has ended its session because a message was larger than it takes. */
  public void refusedAMessage() {
    refusedMessages.increment();
  }

  /** How many have. */
  public long refusedMessages() {
    return refusedMessages.sum();
  }

  /** Sessions that were refused or closed from here. */
  public EnumCounter<CloseReason> closed() {
    return closed;
  }
}
