package dev.tidewatch.feed.control.counters;

import dev.tidewatch.feed.entity.Change;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Changes by namespace and operation. A feed may watch any number of collections, and a pipeline
 * may make operations of its own, so only the first of either have a count of their own; the others
 * share one.
 *
 * <p>One thread counts; any reads. Bound: {@link #MAX_NAMESPACES} times {@link #MAX_OPERATIONS}.
 */
public final class ChangeCounts {

  /** Namespaces with a count of their own. */
  static final int MAX_NAMESPACES = 100;

  /** Operations with a count of their own; MongoDB has about twenty. */
  static final int MAX_OPERATIONS = 32;

  /** What stands for those beyond; no database or operation is called so. */
  static final String OTHER = "(other)";

  /**
   * What is counted together.
   *
   * @param namespace {@code db.coll} or {@code db}; empty for a change of none
   * @param operation {@code insert}, {@code update}, …
   */
  public record Kind(String namespace, String operation) {}

  private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
  private final Set<String> operations = ConcurrentHashMap.newKeySet();
  private final Map<Kind, LongAdder> counts = new ConcurrentHashMap<>();

  ChangeCounts() {}

  void add(Change change) {
    Kind kind =
        new Kind(
            bounded(namespaces, MAX_NAMESPACES, change.namespace().orElse("")),
            bounded(operations, MAX_OPERATIONS, change.operationType()));
    counts.computeIfAbsent(kind, k -> new LongAdder()).increment();
  }

  private static String bounded(Set<String> known, int most, String name) {
    return known.contains(name) || known.size() < most && known.add(name) ? name : OTHER;
  }

  /** What has been counted by now; the adders go on. */
  public Map<Kind, LongAdder> counts() {
    return Map.copyOf(counts);
  }

  /** All together. */
  public long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }
}
