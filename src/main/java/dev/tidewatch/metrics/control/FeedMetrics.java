package dev.tidewatch.metrics.control;

import dev.tidewatch.feed.control.Feed;
import io.micrometer.core.instrument.MeterRegistry;

/** The metrics of one feed. Owned by whoever holds the lock of {@link Metrics}. */
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

  /** What there always is. */
  void bind() {
    watch.bind();
    log.bind();
    readers.bind();
  }

  /** What there is now and was not, or the other way round. */
  void refresh() {
    watch.refresh();
    log.refresh();
  }
}
