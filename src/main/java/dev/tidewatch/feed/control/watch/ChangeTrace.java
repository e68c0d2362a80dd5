package dev.tidewatch.feed.control.watch;

import dev.tidewatch.feed.control.counters.LogThrottle;
import dev.tidewatch.feed.entity.Change;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Logs changes, at most one line a second, so that logging does not slow a busy feed.
 *
 * <p>Owned by the watch's thread.
 */
public final class ChangeTrace {

  private static final Logger LOG = Logger.getLogger("dev.tidewatch.changes");

  private final LogThrottle changes = new LogThrottle();

  public void trace(Change change) {
    if (changes.tryAcquire()) {
      LOG.log(
          Level.INFO,
          "got change of type ''{0}''{1}",
          new Object[] {change.operationType(), changes.suppressed()});
    }
  }
}
