package dev.tidewatch.feed.control.view;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.ImagePolicy;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the changes of a feed for its views, and keeps what is the same for all of them: a thousand
 * views of a change take it apart once.
 *
 * <p>One thread. Bound: {@link #KEPT} entries and {@link #KEPT_BYTES}, until {@link #clear}.
 */
public final class ChangeReader {

  private static final int KEPT = 512;
  private static final long KEPT_BYTES = 8 << 20;

  private final ImagePolicy images;
  // entries are compared by identity
  private final Map<LogEntry, ChangeParts> kept = new LinkedHashMap<>();
  private long bytes;

  /**
   * A reader that has read nothing yet.
   *
   * @param images which documents changes carry, and which of them readers get
   */
  public ChangeReader(ImagePolicy images) {
    this.images = images;
  }

  /** One for the same feed that has read nothing yet, for another thread. */
  public ChangeReader another() {
    return new ChangeReader(images);
  }

  ImagePolicy images() {
    return images;
  }

  /** The parts of an entry that is a change; throws a RuntimeException if it is not BSON. */
  ChangeParts parts(LogEntry entry, Change change) {
    ChangeParts parts = kept.get(entry);
    if (parts == null) {
      parts = ChangeParts.of(change, images);
      kept.put(entry, parts);
      bytes += change.weight();
      dropOldest();
    }
    return parts;
  }

  private void dropOldest() {
    Iterator<LogEntry> oldest = kept.keySet().iterator();
    while (kept.size() > KEPT || bytes > KEPT_BYTES && kept.size() > 1) {
      bytes -= oldest.next().content().weight();
      oldest.remove();
    }
  }

  /** Drops what is kept, which may be of entries that have left the log. */
  public void clear() {
    kept.clear();
    bytes = 0;
  }
}
