package dev.tidewatch.feed.control.counters;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happens now and then, by its kind. Any thread.
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

  /** One more. */
  public void add(K kind) {
    counts.get(kind).increment();
  }

  /** How many there were since the start, of every kind. */
  public long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** How many there were since the start. */
  public long count(K kind) {
    return counts.get(kind).sum();
  }
}
