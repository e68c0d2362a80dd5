package dev.tidewatch.feed.control;

import dev.tidewatch.feed.control.counters.LogThrottle;
import dev.tidewatch.feed.control.source.StreamFailure;
import dev.tidewatch.feed.control.watch.ChangeTrace;
import dev.tidewatch.feed.control.watch.StatusLog;
import dev.tidewatch.feed.control.watch.WatchLoop;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import jakarta.enterprise.event.Event;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Fires what one feed's watch sees as CDI events: every change as a {@link Change}, every loss as a
 * {@link Gap}, in order, qualified with {@link InFeed}. The {@link Broadcaster} is the first to
 * observe them. CDI ends a notification at the first observer that throws. An entry that the
 * Broadcaster did not get is therefore appended to the feed's log afterwards, so no observer can
 * keep an entry from readers.
 *
 * <p>Called on the watch's thread. Observers run on that thread.
 */
final class ChangeEvents implements WatchLoop.Listener {

  private static final Logger LOG = Logger.getLogger(ChangeEvents.class.getName());

  private final Feed feed;
  private final Event<Change> changes;
  private final Event<Gap> gaps;
  private final StatusLog statusLog;
  private final ChangeTrace trace = new ChangeTrace();
  private final LogThrottle observerFailures = new LogThrottle();

  /** Fires the events of one feed, qualified with its name. */
  ChangeEvents(Feed feed, Event<Change> changes, Event<Gap> gaps, StatusLog statusLog) {
    InFeed qualifier = new InFeed.Literal(feed.name());
    this.feed = feed;
    this.changes = changes.select(qualifier);
    this.gaps = gaps.select(qualifier);
    this.statusLog = statusLog;
  }

  @Override
  public void entry(FeedEntry entry) {
    feed.announce(entry);
    try {
      fire(entry);
    } catch (Throwable e) {
      // including Errors, such as an observer's NoClassDefFoundError: the watch continues
      if (observerFailures.tryAcquire()) {
        LOG.log(
            Level.SEVERE,
            "an observer failed on "
                + entry.position().withoutKey().id()
                + observerFailures.suppressed(),
            e);
      }
    } finally {
      feed.append(entry);
      feed.health().liveness().announced();
    }
  }

  private void fire(FeedEntry entry) {
    if (entry instanceof Change change) {
      trace.trace(change);
      changes.fire(change);
    } else {
      LOG.log(
          Level.WARNING,
          "feed ''{0}'' has missed changes: {1}",
          new Object[] {feed.name(), ((Gap) entry).reason().text()});
      gaps.fire((Gap) entry);
    }
  }

  @Override
  public void startedAt(Position position) {
    feed.advance(position);
  }

  @Override
  public void upToDate(Position position) {
    feed.upToDate(position);
  }

  @Override
  public void restarting(StreamFailure.Kind why) {
    feed.counters().restarts().add(why);
  }

  @Override
  public void status(WatchStatus now) {
    feed.health().liveness().heard();
    feed.health().report(now);
    statusLog.review();
  }
}
