package dev.tidewatch.feed.control.counters;

import dev.tidewatch.feed.entity.Change;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Changes by namespace and operation. A feed may watch any number of collections, and a pipeline
 * may produce operation types of its own. Only the first of each therefore have counts of their
 * own; the others share one.
 *
 * <p>One thread counts; any thread reads. Bound: {@link #MAX_NAMESPACES} times {@link
 * #MAX_OPERATIONS}.
 */
public final class ChangeCounts {

  /** Namespaces with a count of their own. */
  static final int MAX_NAMESPACES = 100;

  /** Operations with a count of their own; MongoDB has about twenty. */
  static final int MAX_OPERATIONS = 32;

  /** Stands for all others; no database or operation has this name. */
  static final String OTHER = "(other)";

  /**
   * The key of one count.
   *
   * @param namespace {@code db.coll} or {@code db}; empty for a change without a namespace
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

  /** The counts; the adders are live. */
  public Map<Kind, LongAdder> counts() {
    return Map.copyOf(counts);
  }

  /** The total number of changes. */
  public long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }
}
