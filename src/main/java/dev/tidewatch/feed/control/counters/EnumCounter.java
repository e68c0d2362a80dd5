package dev.tidewatch.feed.control.counters;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts rare events by their kind. Thread-safe.
 *
 * @param <K> the kinds
 */
public final class EnumCounter<K extends Enum<K>> {

  private final Map<K, LongAdder> counts;

  EnumCounter(Class<K> kinds) {
    counts = new EnumMap<>(kinds);
    for (K kind : kinds.getEnumConstants()) {
      counts.put(kind, new LongAdder());
    }
  }

  /** Counts one event. */
  public void add(K kind) {
    counts.get(kind).increment();
  }

  /** The number of events of every kind since the start. */
  public long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** The number of events of one kind since the start. */
  public long count(K kind) {
    return counts.get(kind).sum();
  }
}
