package dev.tidewatch.metrics.control;

import dev.tidewatch.feed.control.log.ChangeLog;

/** Metrics of one feed's log. */
final class LogMetrics {

  private final ChangeLog log;
  private final FeedMeters meters;

  LogMetrics(ChangeLog log, FeedMeters meters) {
    this.log = log;
    this.meters = meters;
  }

  void bind() {
    meters.gauge("tidewatch.log.entries", "Changes and gaps in the log", log::size);
    meters.gauge("tidewatch.log.bytes", "About how much memory they take", log::bytes);
  }

  void refresh() {
    meters.secondsIfKnown(
        "tidewatch.log.oldest.entry.age.seconds",
        "How long ago the oldest entry of the log came",
        log::oldestAge);
  }
}
