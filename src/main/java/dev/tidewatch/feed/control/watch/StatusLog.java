package dev.tidewatch.feed.control.watch;

import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.WatchStatus;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes each change of a watch's state into the server's log. A silence of MongoDB is no event, so
 * the state is also asked for, once a second. Any thread.
 */
public final class StatusLog {

  private static final Logger LOG = Logger.getLogger(StatusLog.class.getName());

  private final FeedSettings feed;
  private final Supplier<WatchStatus> status;
  private WatchStatus logged = WatchStatus.NOT_BEGUN;

  /**
   * The log of one feed's watch.
   *
   * @param status the state of this moment
   */
  public StatusLog(FeedSettings feed, Supplier<WatchStatus> status) {
    this.feed = feed;
    this.status = status;
  }

  /** Writes the state if it differs from what was written last. */
  public synchronized void review() {
    WatchStatus now = status.get();
    if (!now.equals(logged)) {
      logged = now;
      LOG.log(
          level(now),
          "feed ''{0}'', the watch of {1}, is {2}{3}",
          new Object[] {
            feed.name(), feed.ns(), now.state().text(), now.reason().map(r -> ": " + r).orElse("")
          });
    }
  }

  /** The page's feed says once that a database is away; the feeds beside it do not repeat it. */
  private Level level(WatchStatus now) {
    if (now.state() != WatchStatus.State.STOPPED && feed.application()) {
      return Level.FINE;
    }
    return now.isLive() ? Level.INFO : Level.WARNING;
  }
}
