package dev.tidewatch.metrics.control;

import dev.tidewatch.feed.control.counters.ProtocolCounters;
import dev.tidewatch.feed.control.counters.SubscriberCounters;
import dev.tidewatch.feed.control.counters.SubscriberCounters.Source;
import dev.tidewatch.feed.control.delivery.Subscribers;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Protocol;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongSupplier;

/** Metrics of what one feed's readers are sent. */
final class ReaderMetrics {

  static final String GAPS = "tidewatch.gaps";
  static final String GAPS_HELP = "Times that changes were lost, for all readers or for one";

  /** The counted reasons. A stopping server is not scraped, and an unknown feed has no metrics. */
  private static final Set<CloseReason> REASONS =
      EnumSet.complementOf(EnumSet.of(CloseReason.GOING_AWAY, CloseReason.UNKNOWN_FEED));

  private final Subscribers subscribers;
  private final FeedMeters meters;

  ReaderMetrics(Subscribers subscribers, FeedMeters meters) {
    this.subscribers = subscribers;
    this.meters = meters;
  }

  void bind() {
    SubscriberCounters counters = subscribers.counters();
    for (Gap.Reason reason : Gap.Reason.values()) {
      LongSupplier gaps = () -> counters.gaps().count(reason);
      meters.counter(GAPS, GAPS_HELP, gaps, "reason", reason.text(), "scope", "reader");
    }
    for (Source source : Source.values()) {
      meters.counter(
          "tidewatch.resumes",
          "Readers that came back to a position, by where what they had missed came from",
          () -> counters.resumes().count(source),
          "source",
          Labels.of(source));
    }
    meters.counter(
        "tidewatch.catch.up.reads",
        "Batches of history that readers further back than the log asked for",
        counters::catchUps);
    meters.counter(
        "tidewatch.catch.up.cursors",
        "Cursors opened on MongoDB for batches of history, which readers share",
        subscribers::cursors);
    for (Protocol protocol : Protocol.values()) {
      bind(protocol, counters.of(protocol));
    }
  }

  private void bind(Protocol protocol, ProtocolCounters counters) {
    String name = protocol.text();
    meters.gauge(
        "tidewatch.subscribers",
        "Readers now",
        () -> subscribers.count(protocol),
        "protocol",
        name);
    meters.counter(
        "tidewatch.delivered.changes",
        "Changes sent, counted for each reader",
        counters::changes,
        "protocol",
        name);
    meters.counter(
        "tidewatch.sent.messages",
        "Messages sent, greetings and heartbeats too",
        counters::messages,
        "protocol",
        name);
    meters.counter(
        "tidewatch.sent.bytes",
        "Bytes in these messages, before frames, TLS and headers",
        counters::bytes,
        "protocol",
        name);
    meters.counter(
        "tidewatch.refused.messages",
        "Sessions that their client closed with 1009, because a message was too large for it",
        counters::refusedMessages,
        "protocol",
        name);
    for (CloseReason reason : REASONS) {
      meters.counter(
          "tidewatch.sessions.closed",
          "Sessions that were refused or ended from here",
          () -> counters.closed().count(reason),
          "protocol",
          name,
          "reason",
          Labels.of(reason));
    }
  }
}
