package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Change;
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

  private final OnceASecond changes = new OnceASecond();

  void got(Change change) {
    if (changes.passes()) {
      LOG.log(
          Level.INFO,
          "got change of type ''{0}''{1}",
          new Object[] {change.operationType(), changes.andMore()});
    }
  }
}
