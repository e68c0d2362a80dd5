package dev.tidewatch.feed.control.batch;

import dev.tidewatch.feed.control.log.LogEntry;
import java.util.List;

/**
 * Whether a message makes void what a reader has of a collection. Found out once for all its
 * readers, and only if one of them has to know.
 *
 * <p>Owned by the dispatcher's thread.
 */
public final class Voids {

  private List<LogEntry> entries;
  private String reason;

  /** Of a message of these entries. */
  public Voids(List<LogEntry> entries) {
    this.entries = entries;
  }

  /** As {@link LogEntry#voids}; null if nothing is void. */
  public String reason() {
    if (entries != null) {
      reason = LogEntry.voids(entries);
      entries = null;
    }
    return reason;
  }
}
