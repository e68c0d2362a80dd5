package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Change;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes changes into the log, at most one line a second: a busy feed must not be slowed by its
 * log.
 *
 * <p>Owned by the watch's thread.
 */
final class ChangeJournal {

  private static final Logger LOG = Logger.getLogger("dev.tidewatch.changes");
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

  private long written = System.nanoTime() - INTERVAL;
  private long unwritten;

  void got(Change change) {
    long now = System.nanoTime();
    if (now - written < INTERVAL) {
      unwritten++;
      return;
    }
    LOG.log(
        Level.INFO,
        "got change of type ''{0}''{1}",
        new Object[] {
          change.operationType(), unwritten == 0 ? "" : " and " + unwritten + " more before it"
        });
    written = now;
    unwritten = 0;
  }
}
