package dev.tidewatch.feed.control.filter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
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

  /** A value of this form; empty if it holds a number that no type of BSON has. */
  public Optional<BsonValue> toBson() {
    if (form instanceof Long number) {
      return Optional.of(new BsonInt64(number));
    }
    if (form instanceof Double number) {
      return Optional.of(new BsonDouble(number));
    }
    if (form instanceof BigDecimal number) {
      return exactly(number);
    }
    if (form instanceof Fields fields) {
      BsonDocument document = new BsonDocument();
      for (Field field : fields.fields()) {
        field.value().toBson().ifPresent(value -> document.put(field.name(), value));
      }
      return Optional.of(document).filter(d -> d.size() == fields.fields().size()).map(d -> d);
    }
    if (form instanceof List<?> items) {
      List<BsonValue> values =
          items.stream().flatMap(item -> ((ComparedValue) item).toBson().stream()).toList();
      return Optional.of(new BsonArray(values)).filter(a -> a.size() == items.size()).map(a -> a);
    }
    return Optional.of((BsonValue) form);
  }

  private static Optional<BsonValue> exactly(BigDecimal number) {
    double nearest = number.doubleValue();
    if (!Double.isInfinite(nearest) && new BigDecimal(nearest).compareTo(number) == 0) {
      return Optional.of(new BsonDouble(nearest));
    }
    try {
      return Optional.of(new BsonDecimal128(new Decimal128(number)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
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
