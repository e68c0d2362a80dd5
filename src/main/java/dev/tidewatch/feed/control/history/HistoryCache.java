package dev.tidewatch.feed.control.history;

import dev.tidewatch.feed.entity.Position;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The latest batches of history that were read for readers of one feed, so that those that follow
 * each other through the same stretch share one read of it.
 *
 * <p>Not thread-safe: {@link CatchUp} holds its lock. Bound: {@link #MAX_BYTES}, of which the
 * newest batch may take more; what nobody asks for is gone after {@link #IDLE}.
 */
final class HistoryCache {

  /** About the most bytes that the entries hold. */
  static final long MAX_BYTES = 16 << 20;

  private static final long IDLE = Duration.ofSeconds(10).toNanos();

  /** By where they begin. */
  private final TreeMap<Position, Kept> batches = new TreeMap<>();

  private static final class Kept {
    private final HistoryBatch batch;
    private long used;

    Kept(HistoryBatch batch, long used) {
      this.batch = batch;
      this.used = used;
    }
  }

  /** The batch that holds what follows a position; null if none is here. */
  HistoryBatch after(Position position, long nanoTime) {
    Kept kept = find(position);
    if (kept == null) {
      return null;
    }
    kept.used = nanoTime;
    return kept.batch;
  }

  /** Whether what follows a position is here. */
  boolean has(Position position) {
    return find(position) != null;
  }

  private Kept find(Position position) {
    Map.Entry<Position, Kept> floor = batches.floorEntry(position);
    return floor != null && floor.getValue().batch.holds(position) ? floor.getValue() : null;
  }

  void add(HistoryBatch batch, long nanoTime) {
    batches.put(batch.from(), new Kept(batch, nanoTime));
    long bytes = batches.values().stream().mapToLong(kept -> kept.batch.weight()).sum();
    while (bytes > MAX_BYTES && batches.size() > 1) {
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

  /** Drops what nobody has asked for lately. */
  void tend(long nanoTime) {
    batches.values().removeIf(kept -> nanoTime - kept.used > IDLE);
  }
}
