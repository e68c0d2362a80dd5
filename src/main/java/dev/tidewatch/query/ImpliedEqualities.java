package dev.tidewatch.query;

import dev.tidewatch.query.value.BsonTypes;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The equalities that a query implies: of each set, a document that matches has at least one.
 * Comparisons with null imply none, because a missing field is equal to it; neither do {@code
 * $elemMatch}, negations and all other operators.
 */
final class ImpliedEqualities {

  /** A larger set implies too little to be of use. */
  private static final int MOST = 256;

  /** Of nothing matches. */
  private static final List<Set<Equality>> NEVER = List.of(Set.of());

  private ImpliedEqualities() {}

  static List<Set<Equality>> of(Condition condition) {
    if (condition instanceof Condition.And and) {
      return and.conditions().stream().flatMap(part -> of(part).stream()).toList();
    }
    if (condition instanceof Condition.Or or) {
      return ofAny(or.conditions().stream().map(ImpliedEqualities::of).toList());
    }
    if (condition instanceof Condition.OfField field) {
      return of(field.path(), field.test());
    }
    return condition instanceof Condition.Nor nor && isNever(nor) ? NEVER : List.of();
  }

  /**
   * What one of several queries implies: of each the smallest set, together; nothing if one of them
   * implies nothing.
   */
  static List<Set<Equality>> ofAny(List<List<Set<Equality>>> queries) {
    Set<Equality> together = new HashSet<>();
    for (List<Set<Equality>> query : queries) {
      Optional<Set<Equality>> smallest = query.stream().min(Comparator.comparing(Set::size));
      if (smallest.isEmpty()) {
        return List.of();
      }
      together.addAll(smallest.get());
    }
    return together.size() > MOST ? List.of() : List.of(together);
  }

  private static boolean isNever(Condition.Nor nor) {
    return nor.conditions().conditions().stream()
        .anyMatch(part -> part instanceof Condition.And and && and.conditions().isEmpty());
  }

  private static List<Set<Equality>> of(FieldPath path, ValueTest test) {
    if (test instanceof ValueTest.All all) {
      return all.tests().stream().flatMap(part -> of(path, part).stream()).toList();
    }
    if (test instanceof ValueTest.Compare compare) {
      return compare.comparison() == Comparison.EQ && compare.operand().type() != BsonTypes.NULL
          ? List.of(Set.of(Equality.of(path, compare.operand())))
          : List.of();
    }
    if (test instanceof ValueTest.In in) {
      return in.values().hasNull() || in.values().size() > MOST
          ? List.of()
          : List.of(
              in.values().stream()
                  .map(value -> Equality.of(path, value))
                  .collect(Collectors.toUnmodifiableSet()));
    }
    return test instanceof ValueTest.Never ? NEVER : List.of();
  }
}
