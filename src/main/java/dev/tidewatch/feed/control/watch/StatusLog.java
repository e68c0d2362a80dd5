package dev.tidewatch.feed.control.watch;

import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.WatchStatus;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Logs each change of a watch's state. The state is also polled once a second, because silence of
 * MongoDB raises no event. Thread-safe.
 */
public final class StatusLog {

  private static final Logger LOG = Logger.getLogger(StatusLog.class.getName());

  private final FeedSettings feed;
  private final Supplier<WatchStatus> status;
  private WatchStatus logged = WatchStatus.NOT_BEGUN;

  /**
   * The log of one feed's watch.
   *
   * @param status supplies the current state
   */
  public StatusLog(FeedSettings feed, Supplier<WatchStatus> status) {
    this.feed = feed;
    this.status = status;
  }

  /** Logs the state if it differs from the state logged last. */
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

  /**
   * The feed {@code changes} logs once that a database is unreachable; other feeds do not repeat
   * it.
   */
  private Level level(WatchStatus now) {
    if (now.state() != WatchStatus.State.STOPPED && feed.application()) {
      return Level.FINE;
    }
    return now.isLive() ? Level.INFO : Level.WARNING;
  }
}
