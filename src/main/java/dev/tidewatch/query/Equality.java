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
 * @param isOfEveryWhole whether a document has it if any part of the document has it. An index may
 *     be another one in a part, and a document or an array may be less
 */
public record Equality(String path, long number, boolean isOfEveryWhole) {

  static Equality of(FieldPath path, RawValue value) {
    return new Equality(
        path.text(),
        number(path.text(), value),
        !value.isDocument()
            && !value.isArray()
            && path.parts().stream().noneMatch(FieldPath.Part::index));
  }

  static long number(String path, RawValue value) {
    return ValueHash.mix(path.hashCode(), ValueHash.of(value));
  }
}
