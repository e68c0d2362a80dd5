package dev.tidewatch.query;

import dev.tidewatch.query.value.RawFields;
import dev.tidewatch.query.value.RawValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The dotted path of a field, and the way from a document to the values that MongoDB finds there:
 * through the elements of an array as if they were one document, and by index where a part of the
 * path is a number.
 *
 * @param text as written
 * @param parts in UTF-8
 */
record FieldPath(String text, List<Part> parts) {

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  /**
   * One name of the path.
   *
   * @param index whether it may be an index
   */
  record Part(byte[] name, boolean index) {

    private static Part of(String name) {
      return new Part(name.getBytes(StandardCharsets.UTF_8), DIGITS.matcher(name).matches());
    }
  }

  /** Throws InvalidQueryException if a part is empty, or if there are too many. */
  static FieldPath parse(String text) {
    String[] names = text.split("\\.", -1);
    if (names.length > QueryLimits.MOST_PARTS) {
      throw new InvalidQueryException(
          "the field "
              + InvalidQueryException.quote(text)
              + " has "
              + names.length
              + " parts, at most "
              + QueryLimits.MOST_PARTS
              + " are possible");
    }
    if (Stream.of(names).anyMatch(String::isEmpty)) {
      throw new InvalidQueryException(
          "the field "
              + InvalidQueryException.quote(text)
              + " has an empty name, names are separated by one dot each");
    }
    return new FieldPath(text, Stream.of(names).map(Part::of).toList());
  }

  /**
   * Whether any value at this path passes the test. A field that is missing is the value {@link
   * RawValue#MISSING}; an array without a document to look into has no value at all.
   */
  boolean anyIn(RawValue document, ValueTest.OfOne test) {
    return anyIn(document, 0, test);
  }

  private boolean anyIn(RawValue document, int from, ValueTest.OfOne test) {
    int part = from;
    RawValue value = document.field(parts.get(part).name());
    while (value.isDocument() && part + 1 < parts.size()) {
      part++;
      value = value.field(parts.get(part).name());
    }
    if (value.isArray()) {
      return anyInArray(value, part + 1, test);
    }
    return test.matches(part + 1 < parts.size() ? RawValue.MISSING : value);
  }

  private boolean anyInArray(RawValue array, int next, ValueTest.OfOne test) {
    if (next == parts.size()) {
      return anyElement(array, test) || test.matches(array);
    }
    Part part = parts.get(next);
    RawFields elements = new RawFields(array);
    while (elements.next()) {
      RawValue element = elements.value();
      if (element.isDocument() && anyIn(element, next, test)
          || part.index() && elements.isNamed(part.name()) && anyAtIndex(element, next + 1, test)) {
        return true;
      }
    }
    return false;
  }

  private boolean anyElement(RawValue array, ValueTest.OfOne test) {
    if (!test.looksIntoArrays()) {
      return false;
    }
    RawFields elements = new RawFields(array);
    while (elements.next()) {
      if (test.matches(elements.value())) {
        return true;
      }
    }
    return false;
  }

  /** An array that the path ends at by its index is one value: its elements are none. */
  private boolean anyAtIndex(RawValue element, int next, ValueTest.OfOne test) {
    if (next == parts.size()) {
      return test.matches(element);
    }
    return element.isDocument() && anyIn(element, next, test)
        || element.isArray() && anyInArray(element, next, test);
  }
}
