package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.entity.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * When a reader has to be looked after: because a send has stalled, for a ping or a heartbeat, and
 * when its caller ceases to be known. Times are {@link System#nanoTime}s.
 *
 * <p>Owned by the dispatcher's thread.
 */
final class ReaderClock {

  private static final long STALLED = Duration.ofMinutes(1).toNanos();
  private static final long PING = Duration.ofSeconds(30).toNanos();
  private static final long NEVER = Long.MAX_VALUE;

  private final Protocol protocol;
  // when the caller ceases to be known, in milliseconds since 1970
  private final long untilMillis;
  private long activeNanos = System.nanoTime();
  // at a random time, so that readers that connected together are not pinged together
  private long pingedNanos = System.nanoTime() - ThreadLocalRandom.current().nextLong(PING);

  /**
   * The reader connects.
   *
   * @param until when the caller ceases to be known; {@link Instant#MAX} for never
   */
  ReaderClock(Protocol protocol, Instant until) {
    this.protocol = protocol;
    this.untilMillis = until.isBefore(Instant.ofEpochMilli(NEVER)) ? until.toEpochMilli() : NEVER;
  }

  /** A send begins, or has ended. */
  void active(long nanos) {
    activeNanos = nanos;
  }

  /** Whether the send in flight takes too long. */
  boolean hasStalled(long now) {
    return now - activeNanos > STALLED;
  }

  /** Whether the reader has to be pinged, which counts as done. */
  boolean takesPing(long now) {
    if (now - pingedNanos <= PING) {
      return false;
    }
    pingedNanos = now;
    return true;
  }

  /** Whether the reader will have been sent nothing for too long when it is looked after next. */
  boolean isSilent(long now) {
    return now - activeNanos + Dispatcher.TICK.toNanos() > protocol.silence().toNanos();
  }

  /** Whether the caller is not known any more. */
  boolean hasExpired() {
    return untilMillis != NEVER && System.currentTimeMillis() >= untilMillis;
  }

  /** When a parked reader has to be looked after. */
  long dueNanos(long now) {
    if (protocol == Protocol.POLL) {
      // its sink is told where it has come to, for it may answer with that at any time
      return now;
    }
    long ping = pingedNanos + PING - now;
    long heartbeat = activeNanos + protocol.silence().minus(Dispatcher.TICK).toNanos() - now;
    long expiry =
        untilMillis == NEVER
            ? Long.MAX_VALUE
            : TimeUnit.MILLISECONDS.toNanos(untilMillis - System.currentTimeMillis());
    return now + Math.min(expiry, Math.min(ping, heartbeat));
  }
}
