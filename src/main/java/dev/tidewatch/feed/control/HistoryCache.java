package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Position;
import java.time.Duration;
import java.util.List;
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
    private final HistoryReader.Batch batch;
    private long used;

    Kept(HistoryReader.Batch batch, long used) {
      this.batch = batch;
      this.used = used;
    }

    long weight() {
      return batch.entries().stream().mapToLong(LogEntry::weight).sum();
    }
  }

  /** What follows a position; null if that is not here. */
  HistoryReader.Batch after(Position position, long nanoTime) {
    Map.Entry<Position, Kept> floor = batches.floorEntry(position);
    if (floor == null || !floor.getValue().batch.reached().isAfter(position)) {
      return null;
    }
    floor.getValue().used = nanoTime;
    return rest(floor.getValue().batch, position);
  }

  /** Whether what follows a position is here. */
  boolean has(Position position) {
    Map.Entry<Position, Kept> floor = batches.floorEntry(position);
    return floor != null && floor.getValue().batch.reached().isAfter(position);
  }

  /** The part of a batch that follows a position, which lies in it. */
  static HistoryReader.Batch rest(HistoryReader.Batch batch, Position position) {
    List<LogEntry> entries = batch.entries();
    int first = 0;
    while (first < entries.size() && !entries.get(first).position().isAfter(position)) {
      first++;
    }
    return first == 0
        ? batch
        : new HistoryReader.Batch(
            position, entries.subList(first, entries.size()), batch.reached());
  }

  void add(HistoryReader.Batch batch, long nanoTime) {
    batches.put(batch.from(), new Kept(batch, nanoTime));
    long bytes = batches.values().stream().mapToLong(Kept::weight).sum();
    while (bytes > MAX_BYTES && batches.size() > 1) {
      bytes -= dropOldest(batch);
    }
  }

  private long dropOldest(HistoryReader.Batch butNot) {
    Kept oldest = null;
    for (Kept kept : batches.values()) {
      if (kept.batch != butNot && (oldest == null || kept.used < oldest.used)) {
        oldest = kept;
      }
    }
    batches.remove(oldest.batch.from());
    return oldest.weight();
  }

  /** Drops what nobody has asked for lately. */
  void tend(long nanoTime) {
    batches.values().removeIf(kept -> nanoTime - kept.used > IDLE);
  }
}
