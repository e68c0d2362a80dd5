package dev.tidewatch.feed.control.batch;

import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.view.ChangeReader;
import dev.tidewatch.feed.control.view.FeedView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The messages for readers of views: one cache for each view and format, shared by the readers
 * whose views are equal, and dropped with the last of them.
 *
 * <p>Owned by the dispatcher's thread. Bound: the views of the present readers, which share {@link
 * #MAX_BYTES}.
 */
public final class ViewBatches {

  /**
   * The most bytes in the caches of all views together, as long as each has {@link #LEAST_BYTES}.
   */
  private static final int MAX_BYTES = 32 << 20;

  private static final int LEAST_BYTES = 64 << 10;

  private final ChangeLog log;
  private final LargeEntryEncoder large;
  private final ChangeReader changes;
  private final Map<FeedView, Viewed> views = new HashMap<>();
  // those whose caches may hold something
  private final Set<Viewed> used = new HashSet<>();

  /**
   * Without any view.
   *
   * @param changes takes changes apart, once for all views
   */
  public ViewBatches(ChangeLog log, LargeEntryEncoder large, ChangeReader changes) {
    this.log = log;
    this.large = large;
    this.changes = changes;
  }

  private final class Viewed {

    private final ViewCache seen;
    private final Map<WireFormat, Shared> formats = new HashMap<>();

    Viewed(FeedView view) {
      seen =
          new ViewCache(view, changes, large, ViewBatches.this::bytesOfEach, () -> used.add(this));
    }

    /** Whether nothing is left. */
    boolean clear() {
      formats.values().forEach(shared -> shared.batches.clear());
      return seen.clear();
    }
  }

  private static final class Shared {

    private final BatchCache batches;
    private int readers;

    Shared(BatchCache batches) {
      this.batches = batches;
    }
  }

  private int bytesOfEach() {
    return Math.max(LEAST_BYTES, MAX_BYTES / Math.max(1, views.size()));
  }

  /** The messages for one more reader, which has to release them. */
  public BatchCache acquire(FeedView view, WireFormat format) {
    Viewed viewed = views.computeIfAbsent(view, Viewed::new);
    Shared shared =
        viewed.formats.computeIfAbsent(
            format, f -> new Shared(new BatchCache(log, f, large, viewed.seen)));
    shared.readers++;
    return shared.batches;
  }

  /** A reader has left. */
  public void release(FeedView view, WireFormat format) {
    Viewed viewed = views.get(view);
    if (--viewed.formats.get(format).readers == 0) {
      viewed.formats.remove(format);
    }
    if (viewed.formats.isEmpty()) {
      views.remove(view);
      used.remove(viewed);
    }
  }

  /** Drops what is kept of entries that may have left the log. */
  public void clear() {
    used.removeIf(Viewed::clear);
    changes.clear();
  }

  /** The number of different views. */
  public int size() {
    return views.size();
  }
}
