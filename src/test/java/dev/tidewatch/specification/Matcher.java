package dev.tidewatch.specification;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonValue;

/** Compares what a case expects with what was there, by the unified test format's rules. */
final class Matcher {

  private Matcher() {}

  /**
   * Fails with an AssertionError that names the first difference.
   *
   * @param what names the value in it
   * @param actual null if there is none; a document may hold more fields than expected, those
   *     within it may not
   */
  static void match(String what, BsonValue expected, BsonValue actual) {
    match(what, expected, actual, true);
  }

  static void match(String path, BsonValue expected, BsonValue actual, boolean root) {
    if (Operators.isOperator(expected)) {
      Operators.match(path, expected.asDocument(), actual, root);
    } else if (actual == null) {
      throw new AssertionError(path + " is absent, expected " + expected);
    } else if (expected.isDocument()) {
      matchDocument(path, expected.asDocument(), actual, root);
    } else if (expected.isArray()) {
      matchArray(path, expected.asArray(), actual);
    } else if (!equal(expected, actual)) {
      throw differs(path, expected, actual);
    }
  }

  private static void matchDocument(
      String path, BsonDocument expected, BsonValue actual, boolean root) {
    if (!actual.isDocument()) {
      throw differs(path, expected, actual);
    }
    BsonDocument document = actual.asDocument();
    expected.forEach((name, value) -> match(path + "." + name, value, document.get(name), false));
    Set<String> extra = new HashSet<>(document.keySet());
    extra.removeAll(expected.keySet());
    if (!root && !extra.isEmpty()) {
      throw new AssertionError(path + " has more than expected: " + extra);
    }
  }

  private static void matchArray(String path, BsonArray expected, BsonValue actual) {
    if (!actual.isArray() || actual.asArray().size() != expected.size()) {
      throw differs(path, expected, actual);
    }
    for (int i = 0; i < expected.size(); i++) {
      match(path + "[" + i + "]", expected.get(i), actual.asArray().get(i), false);
    }
  }

  private static boolean equal(BsonValue expected, BsonValue actual) {
    return isNumber(expected) && isNumber(actual)
        ? Objects.equals(exact(expected.asNumber()), exact(actual.asNumber()))
        : expected.equals(actual);
  }

  private static boolean isNumber(BsonValue value) {
    return value.isInt32() || value.isInt64() || value.isDouble();
  }

  /** Comparable across types: as a double, a long may lose its last digits. */
  private static Object exact(BsonNumber number) {
    if (number.isDouble()) {
      double value = number.doubleValue();
      return Double.isFinite(value) ? new BigDecimal(value).stripTrailingZeros() : (Object) value;
    }
    return BigDecimal.valueOf(number.longValue()).stripTrailingZeros();
  }

  private static AssertionError differs(String path, BsonValue expected, BsonValue actual) {
    return new AssertionError(path + " is " + actual + ", expected " + expected);
  }
}
