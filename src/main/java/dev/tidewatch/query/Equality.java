package dev.tidewatch.query;

import dev.tidewatch.query.value.RawValue;
import dev.tidewatch.query.value.ValueHash;

/**
 * That a field has a value, in MongoDB's meaning of {@code $eq}: the value itself, or an array that
 * has it as an element.
 *
 * @param path the field's dotted path
 * @param number stands for the path and the value. The same for equal values, also of different
 *     types; others may have it too
 */
public record Equality(String path, long number) {

  static Equality of(String path, RawValue value) {
    return new Equality(path, number(path, value));
  }

  static long number(String path, RawValue value) {
    return ValueHash.mix(path.hashCode(), ValueHash.of(value));
  }
}
