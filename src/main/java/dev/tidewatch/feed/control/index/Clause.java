package dev.tidewatch.feed.control.index;

import dev.tidewatch.query.Equality;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * One of the ways to find a reader: what it is sent has at least one of these terms.
 *
 * @param terms each once, at least one
 * @param paths the fields that terms are about
 */
record Clause(long[] terms, Set<String> paths) {

  /** More make a reader expensive to list, and are hardly worth it. */
  private static final int MOST = 256;

  /** Null if a filter takes everything, or too much to list. */
  static <T> Clause of(Set<T> values, ToLongFunction<T> term) {
    return values.isEmpty() || values.size() > MOST
        ? null
        : new Clause(values.stream().mapToLong(term).distinct().toArray(), Set.of());
  }

  /** Of a view's equalities; if there are none, of a term that no change has. */
  static Clause of(Set<Equality> equalities) {
    return equalities.isEmpty()
        ? new Clause(new long[] {Terms.NEVER}, Set.of())
        : new Clause(
            equalities.stream().mapToLong(Equality::number).distinct().toArray(),
            equalities.stream().map(Equality::path).collect(Collectors.toUnmodifiableSet()));
  }
}
