package dev.tidewatch.query.value;

import java.math.BigDecimal;
import java.util.OptionalLong;
import org.bson.types.Decimal128;

/** Numbers of the four types, compared by value. NaN equals NaN and is less than every other. */
public final class Numbers {

  /** Every whole number up to here is a double. */
  private static final long EXACT = 1L << 53;

  /** The most digits of a decimal. */
  private static final int MOST_DIGITS = 34;

  private static final double TWO_TO_THE_63 = 0x1p63;

  private Numbers() {}

  /** Negative, 0 or positive, as of a Comparator. */
  public static int compare(RawValue a, RawValue b) {
    if (a.type() == BsonTypes.DECIMAL128 || b.type() == BsonTypes.DECIMAL128) {
      return compareDecimals(a, b);
    }
    boolean doubleA = a.type() == BsonTypes.DOUBLE;
    boolean doubleB = b.type() == BsonTypes.DOUBLE;
    if (doubleA && doubleB) {
      return compare(asDouble(a), asDouble(b));
    }
    if (doubleA) {
      return -compare(asLong(b), asDouble(a));
    }
    return doubleB ? compare(asLong(a), asDouble(b)) : Long.compare(asLong(a), asLong(b));
  }

  /** Whether a value is the number NaN. */
  public static boolean isNaN(RawValue value) {
    return value.type() == BsonTypes.DOUBLE && Double.isNaN(asDouble(value))
        || value.type() == BsonTypes.DECIMAL128 && decimal(value).isNaN();
  }

  /** Whether a number is 0, of either sign. */
  public static boolean isZero(RawValue value) {
    return switch (value.type()) {
      case BsonTypes.DOUBLE -> asDouble(value) == 0;
      case BsonTypes.DECIMAL128 -> magnitude(value) == 0 && exact(value).signum() == 0;
      default -> asLong(value) == 0;
    };
  }

  /** A whole number; empty if it is no number, not whole, or beyond a long. */
  public static OptionalLong whole(RawValue value) {
    if (!BsonTypes.isNumber(value.type()) || magnitude(value) != 0) {
      return OptionalLong.empty();
    }
    if (value.type() == BsonTypes.INT32 || value.type() == BsonTypes.INT64) {
      return OptionalLong.of(asLong(value));
    }
    try {
      return OptionalLong.of(exact(value).longValueExact());
    } catch (ArithmeticException e) {
      // a fraction, or beyond a long
      return OptionalLong.empty();
    }
  }

  /** The nearest double of a number; the same for numbers of the same value, 0 for both zeros. */
  static double nearest(RawValue value) {
    return switch (value.type()) {
      // without the sign of a zero
      case BsonTypes.DOUBLE -> asDouble(value) + 0.0;
      case BsonTypes.DECIMAL128 -> nearestOfDecimal(value);
      default -> (double) asLong(value);
    };
  }

  private static double nearestOfDecimal(RawValue value) {
    return switch (magnitude(value)) {
      case -2 -> Double.NaN;
      case -1 -> Double.NEGATIVE_INFINITY;
      case 1 -> Double.POSITIVE_INFINITY;
      default -> exact(value).doubleValue() + 0.0;
    };
  }

  private static long asLong(RawValue value) {
    return value.type() == BsonTypes.INT32 ? value.int32(0) : value.int64(0);
  }

  private static double asDouble(RawValue value) {
    return Double.longBitsToDouble(value.int64(0));
  }

  private static Decimal128 decimal(RawValue value) {
    return Decimal128.fromIEEE754BIDEncoding(value.int64(8), value.int64(0));
  }

  /** The negative zero is the zero, unlike in Double.compare. */
  private static int compare(double a, double b) {
    if (a == b) {
      return 0;
    }
    return Double.isNaN(a) || Double.isNaN(b)
        ? Boolean.compare(!Double.isNaN(a), !Double.isNaN(b))
        : Double.compare(a, b);
  }

  private static int compare(long a, double b) {
    if (Double.isNaN(b) || -EXACT <= a && a <= EXACT) {
      return compare((double) a, b);
    }
    if (b >= TWO_TO_THE_63) {
      return -1;
    }
    // a fraction that the cast cuts off decides nothing, because a has more digits
    return b < -TWO_TO_THE_63 ? 1 : Long.compare(a, (long) b);
  }

  private static int compareDecimals(RawValue a, RawValue b) {
    int classA = magnitude(a);
    int classB = magnitude(b);
    return classA != classB || classA != 0
        ? Integer.compare(classA, classB)
        : exact(a).compareTo(exact(b));
  }

  /** -2 for NaN, -1 and 1 for the infinities, 0 for what is finite. */
  private static int magnitude(RawValue value) {
    if (isNaN(value)) {
      return -2;
    }
    if (value.type() == BsonTypes.DOUBLE) {
      double number = asDouble(value);
      return Double.isInfinite(number) ? (int) Math.signum(number) : 0;
    }
    if (value.type() == BsonTypes.DECIMAL128) {
      Decimal128 number = decimal(value);
      return number.isInfinite() ? (number.isNegative() ? -1 : 1) : 0;
    }
    return 0;
  }

  /** A finite number. */
  private static BigDecimal exact(RawValue value) {
    return switch (value.type()) {
      case BsonTypes.DOUBLE -> new BigDecimal(asDouble(value));
      case BsonTypes.DECIMAL128 -> exact(decimal(value));
      default -> BigDecimal.valueOf(asLong(value));
    };
  }

  private static BigDecimal exact(Decimal128 decimal) {
    try {
      BigDecimal exact = decimal.bigDecimalValue();
      // IEEE 754-2008, section 3.5.2: a coefficient that is too large stands for 0
      return exact.precision() > MOST_DIGITS ? BigDecimal.ZERO : exact;
    } catch (ArithmeticException e) {
      // the negative zero, which a BigDecimal cannot hold
      return BigDecimal.ZERO;
    }
  }
}
