package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import jakarta.enterprise.event.Event;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes what the watch sees into the feed's log, and then tells the application of it: every change
 * as a CDI event {@link Change}, every loss as a {@link Gap}, in order. The log comes first,
 * because no observer may keep an entry out of it: CDI ends the notification at the first observer
 * that throws. Also writes each change of state into the server's log.
 *
 * <p>Called on the watch's thread, and observers run on it too; {@link #review} on any.
 */
final class Announcer implements WatchLoop.Listener {

  private static final Logger LOG = Logger.getLogger(Announcer.class.getName());

  private final Feed feed;
  private final Event<Change> changes;
  private final Event<Gap> gaps;
  private final ChangeJournal journal = new ChangeJournal();
  private final OnceASecond observerFailures = new OnceASecond();
  private WatchStatus told = WatchStatus.NOT_BEGUN;

  /** Announces one feed; the events are qualified with its name. */
  Announcer(Feed feed, Event<Change> changes, Event<Gap> gaps) {
    InFeed qualifier = new InFeed.Literal(feed.name());
    this.feed = feed;
    this.changes = changes.select(qualifier);
    this.gaps = gaps.select(qualifier);
  }

  @Override
  public void entry(FeedEntry entry) {
    feed.append(entry);
    try {
      fire(entry);
    } catch (Throwable e) {
      // an Error too, such as an observer's NoClassDefFoundError: its change is in the log, and the
      // watch goes on after it
      if (observerFailures.passes()) {
        LOG.log(
            Level.SEVERE,
            "an observer failed on " + entry.position().id() + observerFailures.andMore(),
            e);
      }
    } finally {
      feed.pulse().announced();
    }
  }

  private void fire(FeedEntry entry) {
    if (entry instanceof Change change) {
      journal.got(change);
      feed.pulse().announcing(change);
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
    feed.pulse().upToDate();
    feed.advance(position);
  }

  @Override
  public void restarting(StreamFailure.Kind why) {
    feed.counters().restarts().add(why);
  }

  @Override
  public void status(WatchStatus now) {
    feed.pulse().heard();
    feed.report(now);
    review();
  }

  /**
   * Writes the state into the log if it has changed: a silence is no event, but found by asking.
   */
  public synchronized void review() {
    WatchStatus now = feed.status();
    if (!now.equals(told)) {
      told = now;
      LOG.log(
          level(now),
          "feed ''{0}'', the watch of {1}, is {2}{3}",
          new Object[] {
            feed.name(),
            feed.namespace(),
            now.state().text(),
            now.reason().map(r -> ": " + r).orElse("")
          });
    }
  }

  /** A database that is away is said once: by the feed of the page, and not by those beside it. */
  private Level level(WatchStatus now) {
    if (now.state() != WatchStatus.State.STOPPED && feed.isOfApplication()) {
      return Level.FINE;
    }
    return now.isLive() ? Level.INFO : Level.WARNING;
  }
}
