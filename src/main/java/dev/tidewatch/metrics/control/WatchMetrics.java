package dev.tidewatch.metrics.control;

import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.counters.ChangeCounts.Kind;
import dev.tidewatch.feed.control.source.StreamFailure;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.WatchStatus.State;
import java.util.HashSet;
import java.util.Set;

/** Metrics of one feed's watch. */
final class WatchMetrics {

  private final Feed feed;
  private final FeedMeters meters;
  private final Set<Kind> known = new HashSet<>();

  WatchMetrics(Feed feed, FeedMeters meters) {
    this.feed = feed;
    this.meters = meters;
  }

  void bind() {
    for (State state : State.values()) {
      meters.gauge(
          "tidewatch.watch.state",
          "1 for the state that the watch is in, 0 for the others",
          () -> feed.status().state() == state ? 1 : 0,
          "state",
          state.text());
    }
    for (StreamFailure.Kind kind : StreamFailure.Kind.values()) {
      if (!kind.isFinal()) {
        meters.counter(
            "tidewatch.stream.restarts",
            "Attempts to open the change stream again, by what had happened to it",
            () -> feed.counters().restarts().count(kind),
            "kind",
            Labels.of(kind));
      }
    }
    for (Gap.Reason reason : Gap.Reason.values()) {
      meters.counter(
          ReaderMetrics.GAPS,
          ReaderMetrics.GAPS_HELP,
          () -> feed.counters().gaps().count(reason),
          "reason",
          reason.text(),
          "scope",
          "watch");
    }
  }

  void refresh() {
    meters.secondsIfKnown(
        "tidewatch.watch.lag.seconds", "How far the watch is behind MongoDB", feed::lag);
    feed.counters()
        .changes()
        .counts()
        .forEach(
            (kind, count) -> {
              if (known.add(kind)) {
                meters.counter(
                    "tidewatch.changes",
                    "Changes that MongoDB sent",
                    count::sum,
                    "namespace",
                    kind.namespace(),
                    "operation",
                    kind.operation());
              }
            });
  }
}
