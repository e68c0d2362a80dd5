package dev.tidewatch.feed.control;

import java.util.concurrent.Executors;

/** For tests whose readers find all they want in the log. */
final class NoHistory {

  private NoHistory() {}

  /** What fails if it is asked. */
  static CatchUp of(ChangeLog log) {
    FeedStreams streams =
        new FeedStreams(
            opening -> {
              throw new AssertionError("all of this is in the log");
            });
    // has no thread before it has something to do
    return new CatchUp(log, streams, Executors.newSingleThreadScheduledExecutor());
  }
}
