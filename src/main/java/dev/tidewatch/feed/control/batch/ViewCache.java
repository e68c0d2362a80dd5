package dev.tidewatch.feed.control.batch;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.view.ChangeReader;
import dev.tidewatch.feed.control.view.FeedView;
import dev.tidewatch.feed.control.view.Seen;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * What one view shows of the entries that its readers read now, so that each is looked at once for
 * all formats and readers.
 *
 * <p>Owned by the dispatcher's thread. Bound: {@link #KEPT} entries, and a number of bytes that the
 * newest entry alone may exceed; {@link #clear} is called once a second.
 */
public final class ViewCache {

  /** Entries that are kept for the next reader. */
  static final int KEPT = 512;

  /** What an entry's encoded forms add to it, nearly. */
  private static final int FORMS = 3;

  private final FeedView view;
  private final ChangeReader changes;
  private final LargeEntryEncoder large;
  private final IntSupplier maxBytes;
  private final Runnable whenUsed;
  // entries are compared by identity
  private final Map<LogEntry, Seen> kept = new LinkedHashMap<>();
  private final Map<LogEntry, Looking> underWay = new HashMap<>();
  private long bytes;

  /**
   * A cache of one view.
   *
   * @param changes takes changes apart, for the other views of the feed as well
   * @param maxBytes the most bytes that are kept
   * @param whenUsed runs when something is kept that {@link #clear} has to drop
   */
  public ViewCache(
      FeedView view,
      ChangeReader changes,
      LargeEntryEncoder large,
      IntSupplier maxBytes,
      Runnable whenUsed) {
    this.view = view;
    this.changes = changes;
    this.large = large;
    this.maxBytes = maxBytes;
    this.whenUsed = whenUsed;
  }

  /** A large entry that is looked at on another thread. */
  private static final class Looking implements LargeEntryEncoder.Task {

    private final FeedView view;
    private final LogEntry entry;
    private volatile Seen seen;

    Looking(FeedView view, LogEntry entry) {
      this.view = view;
      this.entry = entry;
    }

    @Override
    public boolean isDone() {
      return seen != null;
    }

    @Override
    public void run() {
      seen = view.see(entry);
    }
  }

  int maxBytes() {
    return maxBytes.getAsInt();
  }

  /** What is seen of an entry; null as long as that is being found out. */
  public Seen see(LogEntry entry) {
    Seen known = kept.get(entry);
    if (known != null) {
      return known;
    }
    whenUsed.run();
    Seen seen = LargeEntryEncoder.isLarge(entry) ? seeLarge(entry) : view.see(entry, changes);
    if (seen != null) {
      keep(entry, seen);
    }
    return seen;
  }

  private Seen seeLarge(LogEntry entry) {
    Looking looking = underWay.computeIfAbsent(entry, e -> new Looking(view, e));
    if (!large.isDone(looking)) {
      return null;
    }
    underWay.remove(entry);
    return looking.seen;
  }

  private void keep(LogEntry entry, Seen seen) {
    kept.put(entry, seen);
    bytes += weight(entry, seen);
    Iterator<Map.Entry<LogEntry, Seen>> oldest = kept.entrySet().iterator();
    while (kept.size() > KEPT || bytes > maxBytes() && kept.size() > 1) {
      Map.Entry<LogEntry, Seen> next = oldest.next();
      bytes -= weight(next.getKey(), next.getValue());
      oldest.remove();
    }
  }

  /** What an entry takes beside the log. */
  private static long weight(LogEntry entry, Seen seen) {
    return seen.entry() == null || seen.entry() == entry
        ? 0
        : (long) FORMS * seen.entry().content().weight();
  }

  /**
   * Drops what is kept, which may belong to entries that have left the log.
   *
   * @return whether nothing is left; entries that are still being looked at are
   */
  public boolean clear() {
    kept.clear();
    underWay.values().removeIf(Looking::isDone);
    bytes = 0;
    return underWay.isEmpty();
  }
}
