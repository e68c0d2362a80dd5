package dev.tidewatch.feed.control.history;

import dev.tidewatch.feed.control.index.ServerFilter;
import dev.tidewatch.feed.entity.Position;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The latest batches of history: of all changes, and of the filters that were read with lately.
 *
 * <p>Not thread-safe; guarded by {@link CatchUp}'s lock. Bound: {@link #MAX_BYTES}, and as many
 * again for all filters together.
 */
final class HistoryCaches {

  /** The approximate limit of bytes in memory. */
  static final long MAX_BYTES = 16 << 20;

  private final HistoryCache ofAll = new HistoryCache(MAX_BYTES);
  private final Map<ServerFilter, HistoryCache> filtered = new LinkedHashMap<>(8, 0.75f, true);
  private final int maxFilters;

  HistoryCaches(int maxFilters) {
    this.maxFilters = maxFilters;
  }

  /** The batch that holds what a filter needs after a position; null if none does. */
  HistoryBatch after(Position position, ServerFilter filter, long nanoTime) {
    HistoryCache cache = find(filter);
    HistoryBatch batch = cache == null ? null : cache.after(position, nanoTime);
    return batch != null || filter == null ? batch : ofAll.after(position, nanoTime);
  }

  /** Whether a batch holds what a filter needs after a position. */
  boolean has(Position position, ServerFilter filter) {
    HistoryCache cache = find(filter);
    return cache != null && cache.has(position) || ofAll.has(position);
  }

  void add(HistoryBatch batch, ServerFilter filter, long nanoTime) {
    HistoryCache cache = find(filter);
    if (cache == null) {
      cache = new HistoryCache(MAX_BYTES / maxFilters);
      filtered.put(filter, cache);
      if (filtered.size() > maxFilters) {
        Iterator<ServerFilter> leastUsed = filtered.keySet().iterator();
        leastUsed.next();
        leastUsed.remove();
      }
    }
    cache.add(batch, nanoTime);
  }

  private HistoryCache find(ServerFilter filter) {
    return filter == null ? ofAll : filtered.get(filter);
  }

  /** Drops the batches that were not used lately. */
  void tend(long nanoTime) {
    ofAll.tend(nanoTime);
    filtered.values().removeIf(cache -> cache.tend(nanoTime));
  }
}
