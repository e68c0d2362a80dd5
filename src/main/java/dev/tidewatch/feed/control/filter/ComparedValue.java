package dev.tidewatch.feed.control.filter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/**
 * A BSON value in a form whose {@code equals} is MongoDB's: numbers of all types are equal if their
 * values are, also within documents and arrays; fields have an order; a symbol is a string.
 *
 * @param form never null
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/">Comparison
 *     and sort order</a>
 */
public record ComparedValue(Object form) {

  private record Field(String name, ComparedValue value) {}

  /** In the order of the fields. */
  private record Fields(List<Field> fields) {}

  /** The form of a value. */
  public static ComparedValue of(BsonValue value) {
    return new ComparedValue(
        switch (value.getBsonType()) {
          case INT32 -> (long) value.asInt32().getValue();
          case INT64 -> value.asInt64().getValue();
          case DOUBLE -> number(value.asDouble().getValue());
          case DECIMAL128 -> number(value.asDecimal128().getValue());
          case SYMBOL -> new BsonString(value.asSymbol().getSymbol());
          case DOCUMENT -> fields(value.asDocument());
          case ARRAY -> value.asArray().stream().map(ComparedValue::of).toList();
          default -> value;
        });
  }

  /** A number that is written in decimal digits, however large it is. */
  static ComparedValue of(BigDecimal number) {
    return new ComparedValue(number(number));
  }

  private static Fields fields(BsonDocument document) {
    List<Field> fields = new ArrayList<>();
    document.forEach((name, value) -> fields.add(new Field(name, of(value))));
    return new Fields(fields);
  }

  private static Object number(double value) {
    long whole = (long) value;
    // 2^63 itself is no long, but its cast is one
    if (whole == value && whole != Long.MAX_VALUE) {
      return whole;
    }
    return Double.isNaN(value) || Double.isInfinite(value)
        ? (Object) value
        : number(new BigDecimal(value));
  }

  private static Object number(Decimal128 value) {
    if (value.isNaN()) {
      return Double.NaN;
    }
    if (value.isInfinite()) {
      return value.isNegative() ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    try {
      return number(value.bigDecimalValue());
    } catch (ArithmeticException e) {
      // the negative zero, which a BigDecimal cannot hold
      return 0L;
    }
  }

  private static Object number(BigDecimal value) {
    BigDecimal shortest = value.stripTrailingZeros();
    // more digits than a long has are not written out
    if (shortest.scale() <= 0 && shortest.precision() - (long) shortest.scale() <= 19) {
      try {
        return shortest.longValueExact();
      } catch (ArithmeticException e) {
        // nineteen digits, and beyond a long
      }
    }
    return shortest;
  }
}
