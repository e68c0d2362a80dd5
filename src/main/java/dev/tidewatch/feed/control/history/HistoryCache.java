package dev.tidewatch.feed.control.history;

import dev.tidewatch.feed.entity.Position;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The latest batches of history that were read for one feed with one filter, so that readers that
 * follow each other through the same history share one read.
 *
 * <p>Not thread-safe; guarded by {@link CatchUp}'s lock. Bound: a number of bytes, which the newest
 * batch alone may exceed. All batches are dropped once no reader has asked for any of them for
 * {@link #IDLE}. While one asks, a batch stays for slower readers behind it, because to read it
 * again would cost another cursor.
 */
final class HistoryCache {

  private static final long IDLE = Duration.ofSeconds(10).toNanos();

  private final long maxBytes;

  /** The batches by their start. */
  private final TreeMap<Position, Kept> batches = new TreeMap<>();

  private long usedNanos;

  /** A cache of at most so many bytes, approximately. */
  HistoryCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  private static final class Kept {
    private final HistoryBatch batch;
    private long used;

    Kept(HistoryBatch batch, long used) {
      this.batch = batch;
      this.used = used;
    }
  }

  /** The batch that holds what follows a position; null if none does. */
  HistoryBatch after(Position position, long nanoTime) {
    Kept kept = find(position);
    if (kept == null) {
      return null;
    }
    kept.used = nanoTime;
    usedNanos = nanoTime;
    return kept.batch;
  }

  /** Whether a batch holds what follows a position. */
  boolean has(Position position) {
    return find(position) != null;
  }

  private Kept find(Position position) {
    Map.Entry<Position, Kept> floor = batches.floorEntry(position);
    return floor != null && floor.getValue().batch.holds(position) ? floor.getValue() : null;
  }

  void add(HistoryBatch batch, long nanoTime) {
    batches.put(batch.from(), new Kept(batch, nanoTime));
    usedNanos = nanoTime;
    long bytes = batches.values().stream().mapToLong(kept -> kept.batch.weight()).sum();
    while (bytes > maxBytes && batches.size() > 1) {
      bytes -= dropOldest(batch);
    }
  }

  private long dropOldest(HistoryBatch butNot) {
    Kept oldest = null;
    for (Kept kept : batches.values()) {
      if (kept.batch != butNot && (oldest == null || kept.used < oldest.used)) {
        oldest = kept;
      }
    }
    batches.remove(oldest.batch.from());
    return oldest.batch.weight();
  }

  /** Drops the batches if none was used lately, and says whether none is left. */
  boolean tend(long nanoTime) {
    if (nanoTime - usedNanos > IDLE) {
      batches.clear();
    }
    return batches.isEmpty();
  }
}
