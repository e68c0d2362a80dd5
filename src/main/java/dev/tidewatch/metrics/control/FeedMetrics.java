package dev.tidewatch.metrics.control;

import dev.tidewatch.feed.control.Feed;
import io.micrometer.core.instrument.MeterRegistry;

/** The metrics of one feed. Guarded by the lock of {@link Metrics}. */
final class FeedMetrics {

  private final WatchMetrics watch;
  private final LogMetrics log;
  private final ReaderMetrics readers;

  FeedMetrics(Feed feed, MeterRegistry registry) {
    FeedMeters meters = new FeedMeters(feed.name(), registry);
    watch = new WatchMetrics(feed, meters);
    log = new LogMetrics(feed.log(), meters);
    readers = new ReaderMetrics(feed.subscribers(), meters);
  }

  /** Registers the metrics that always exist. */
  void bind() {
    watch.bind();
    log.bind();
    readers.bind();
  }

  /** Updates the metrics that come and go. */
  void refresh() {
    watch.refresh();
    log.refresh();
  }
}
