package dev.tidewatch.feed.boundary.websocket;

import dev.tidewatch.feed.control.counters.ProtocolCounters;
import dev.tidewatch.feed.entity.Protocol;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Counts and logs clients that close with 1009 because a message is too large for them. Such a
 * client reconnects and gets the same message again, so an operator must be told. Thread-safe.
 */
final class TooLargeMessages {

  private static final Logger LOG = Logger.getLogger(TooLargeMessages.class.getName());
  private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

  private final AtomicLong lastNanos = new AtomicLong(System.nanoTime() - INTERVAL);
  private final AtomicLong held = new AtomicLong();

  /** Counts a client, and logs at most one line a minute. */
  void add(String feed, Protocol protocol, int maxBytes, ProtocolCounters counters) {
    counters.refusedAMessage();
    long last = lastNanos.get();
    long now = System.nanoTime();
    if (now - last < INTERVAL || !lastNanos.compareAndSet(last, now)) {
      held.incrementAndGet();
      return;
    }
    LOG.log(Level.WARNING, "{0}{1}", new Object[] {line(feed, protocol, maxBytes), andMore()});
  }

  private static String line(String feed, Protocol protocol, int maxBytes) {
    return "a client of the feed '"
        + feed
        + "' closed its WebSocket with 1009, a message is too large for it: "
        + (protocol == Protocol.SOCKET
            ? "on /socket each message is one change, of any size; /feeds/"
                + feed
                + "?batch=8192 has smaller ones, or raise the client's limit"
            : "messages of several changes have at most "
                + maxBytes
                + " bytes, and a larger change comes alone; add ?batch=8192 (1024 to 262144) to the"
                + " client's address, or raise the client's limit");
  }

  private String andMore() {
    long more = held.getAndSet(0);
    return more == 0 ? "" : " (and " + more + " more in the last minute)";
  }
}
