package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.history.CatchUp;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** For tests whose readers find all they want in the log. */
public final class NoHistory {

  private NoHistory() {}

  /** What fails if it is asked. */
  public static CatchUp of(ChangeLog log) {
    // has no thread before it has something to do
    return of(log, Executors.newSingleThreadScheduledExecutor());
  }

  /** What fails when the executor runs what it is asked. */
  static CatchUp of(ChangeLog log, ScheduledExecutorService executor) {
    FeedStreamFactory streams =
        new FeedStreamFactory(
            opening -> {
              throw new AssertionError("all of this is in the log");
            });
    return new CatchUp(log, streams, executor);
  }
}
