package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tells the application what the watch sees: every change as a CDI event {@link Change}, every loss
 * as a {@link Gap}, in order; and the log, once per change of state.
 *
 * <p>Called on the watch's thread, and observers run on it too.
 */
@Dependent
public class Announcer implements WatchLoop.Listener {

  private static final Logger LOG = Logger.getLogger(Announcer.class.getName());

  @Inject private Feed feed;
  @Inject private Event<Change> changes;
  @Inject private Event<Gap> gaps;

  private final ChangeJournal journal = new ChangeJournal();

  @Override
  public void entry(FeedEntry entry) {
    try {
      if (entry instanceof Change change) {
        journal.got(change);
        changes.fire(change);
      } else {
        gaps.fire((Gap) entry);
      }
    } catch (RuntimeException e) {
      // somebody's observer: ours come first, and its trouble must not end the watch
      LOG.log(Level.SEVERE, "an observer failed on " + entry.position().id(), e);
    }
  }

  @Override
  public void position(Position position) {
    feed.advance(position);
  }

  @Override
  public void status(WatchStatus now) {
    WatchStatus before = feed.status();
    feed.report(now);
    if (!now.equals(before)) {
      LOG.log(
          now.isLive() ? Level.INFO : Level.WARNING,
          "the watch of {0} is {1}{2}",
          new Object[] {
            feed.namespace(), now.state().text(), now.reason().map(r -> ": " + r).orElse("")
          });
    }
  }
}
