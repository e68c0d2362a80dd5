package dev.tidewatch.json;

import java.math.BigDecimal;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNumber;
import org.bson.types.Decimal128;

/**
 * Picks BSON's type for a JSON number: the most common one that holds exactly this number. Whole
 * numbers are int, long or Decimal128; numbers with a fraction or an exponent are double if the
 * double prints as the same number, else Decimal128.
 */
final class JsonNumber {

  /** The most characters of a Decimal128 number that is written without an exponent. */
  private static final int LONGEST = 6200;

  private static final int DIGITS = 34;
  private static final int LEAST_EXPONENT = -6176;
  private static final int GREATEST_EXPONENT = 6144;
  private static final int SHOWN = 40;

  private JsonNumber() {}

  /**
   * Parses a number of JSON's grammar. Throws ArithmeticException, with a message for the author,
   * if no BSON type holds it.
   */
  static BsonNumber parse(String text) {
    if (text.length() > LONGEST) {
      throw refused(text);
    }
    boolean whole = text.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9');
    if (whole && !text.equals("-0") && text.length() <= "-9223372036854775808".length()) {
      BsonNumber integer = integer(text);
      if (integer != null) {
        return integer;
      }
    }
    BigDecimal exact = exact(text);
    double nearest = Double.parseDouble(text);
    // an integer zero has no sign, a double has
    boolean fits = exact.signum() == 0 || !whole && isPrintedAs(nearest, exact);
    return fits ? new BsonDouble(nearest) : new BsonDecimal128(decimal(exact, text));
  }

  private static BsonNumber integer(String text) {
    try {
      long value = Long.parseLong(text);
      return value == (int) value ? new BsonInt32((int) value) : new BsonInt64(value);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean isPrintedAs(double value, BigDecimal exact) {
    return Double.isFinite(value) && new BigDecimal(Double.toString(value)).compareTo(exact) == 0;
  }

  private static BigDecimal exact(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      // an exponent beyond an int
      throw refused(text);
    }
  }

  /** Checks the exponent first, because Decimal128 itself would compute any power of ten. */
  private static Decimal128 decimal(BigDecimal exact, String text) {
    BigDecimal shortest = exact.stripTrailingZeros();
    long leastExponent = -(long) shortest.scale();
    if (shortest.precision() > DIGITS
        || leastExponent < LEAST_EXPONENT
        || leastExponent + shortest.precision() - 1 > GREATEST_EXPONENT) {
      throw refused(text);
    }
    boolean keepsZeros = exact.precision() <= DIGITS && -(long) exact.scale() >= LEAST_EXPONENT;
    return new Decimal128(keepsZeros ? exact : shortest);
  }

  private static ArithmeticException refused(String text) {
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    return new ArithmeticException(
        "The number "
            + shown
            + " cannot be stored exactly: MongoDB's numbers have at most "
            + DIGITS
            + " significant digits, and exponents from "
            + LEAST_EXPONENT
            + " to "
            + GREATEST_EXPONENT
            + ".");
  }
}
