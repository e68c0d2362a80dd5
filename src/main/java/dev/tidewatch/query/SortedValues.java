package dev.tidewatch.query;

import dev.tidewatch.query.value.BsonTypes;
import dev.tidewatch.query.value.RawValue;
import dev.tidewatch.query.value.ValueOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Stream;

/** The list of {@code $in}, sorted, so that a value is found in it without comparing them all. */
final class SortedValues {

  private final RawValue[] values;
  private final boolean hasNull;

  SortedValues(Collection<RawValue> values) {
    this.values = values.toArray(RawValue[]::new);
    Arrays.sort(this.values, ValueOrder::compare);
    hasNull = values.stream().anyMatch(value -> value.type() == BsonTypes.NULL);
  }

  int size() {
    return values.length;
  }

  boolean hasNull() {
    return hasNull;
  }

  Stream<RawValue> stream() {
    return Stream.of(values);
  }

  /** Whether it holds an equal value; null is equal to a missing field and to undefined. */
  boolean contains(RawValue value) {
    if (BsonTypes.rank(value.type()) == BsonTypes.rank(BsonTypes.MISSING)) {
      return hasNull;
    }
    return Arrays.binarySearch(values, value, ValueOrder::compare) >= 0;
  }
}
