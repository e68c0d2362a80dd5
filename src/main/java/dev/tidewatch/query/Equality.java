package dev.tidewatch.query;

import dev.tidewatch.query.value.RawValue;
import dev.tidewatch.query.value.ValueHash;
import java.nio.charset.StandardCharsets;

/**
 * That a field has a value, in MongoDB's meaning of {@code $eq}: the value itself, or an array that
 * has it as an element.
 *
 * @param path the field's dotted path
 * @param number stands for the path and the value. The same for equal values, also of different
 *     types; others may have it too
 * @param isOfEveryWhole whether a document has it if any part of the document has it. An index may
 *     be another one in a part, a document or an array may be less, and text that is not UTF-8 is
 *     made of U+FFFD there
 */
public record Equality(String path, long number, boolean isOfEveryWhole) {

  private static final char REPLACEMENT = '\uFFFD';

  /** The same in UTF-8, a character for each byte. */
  private static final String REPLACEMENT_BYTES = "\u00EF\u00BF\u00BD";

  static Equality of(FieldPath path, RawValue value) {
    return new Equality(
        path.text(),
        number(path.text(), value),
        !value.isDocument()
            && !value.isArray()
            && path.parts().stream().noneMatch(FieldPath.Part::index)
            && path.text().indexOf(REPLACEMENT) < 0
            && !holdsReplacement(value));
  }

  private static boolean holdsReplacement(RawValue value) {
    String bytes =
        new String(
            value.bytes(), value.start(), value.end() - value.start(), StandardCharsets.ISO_8859_1);
    return bytes.contains(REPLACEMENT_BYTES);
  }

  static long number(String path, RawValue value) {
    return ValueHash.mix(path.hashCode(), ValueHash.of(value));
  }
}
