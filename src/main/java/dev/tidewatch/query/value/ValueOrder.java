package dev.tidewatch.query.value;

import java.util.Arrays;

/**
 * MongoDB's order of all values: first by type, then by value, without a collation.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/">Comparison
 *     and sort order</a>
 */
public final class ValueOrder {

  private ValueOrder() {}

  /** Negative, 0 or positive, as of a Comparator. */
  public static int compare(RawValue a, RawValue b) {
    int ranks = Integer.compare(BsonTypes.rank(a.type()), BsonTypes.rank(b.type()));
    return ranks != 0 ? ranks : compareAlike(a, b);
  }

  /** Compares two values whose types have the same rank. */
  public static int compareAlike(RawValue a, RawValue b) {
    return switch (a.type()) {
      case BsonTypes.INT32, BsonTypes.INT64, BsonTypes.DOUBLE, BsonTypes.DECIMAL128 ->
          Numbers.compare(a, b);
      case BsonTypes.STRING, BsonTypes.SYMBOL, BsonTypes.CODE -> compareStrings(a, b);
      case BsonTypes.DOCUMENT, BsonTypes.ARRAY -> compareFields(a, b);
      case BsonTypes.BINARY -> compareBinary(a, b);
      case BsonTypes.DATE -> Long.compare(a.int64(0), b.int64(0));
      case BsonTypes.TIMESTAMP -> Long.compareUnsigned(a.int64(0), b.int64(0));
      case BsonTypes.OBJECT_ID, BsonTypes.BOOLEAN, BsonTypes.REGEX -> compareBytes(a, b);
      case BsonTypes.DB_POINTER -> compareDbPointers(a, b);
      case BsonTypes.CODE_WITH_SCOPE -> compareCode(a, b);
      // of these types there is one value
      default -> 0;
    };
  }

  private static int compareStrings(RawValue a, RawValue b) {
    return compareBytes(a.bytes(), a.start() + 4, a.end(), b.bytes(), b.start() + 4, b.end());
  }

  /** The longer one is the greater, then the one of the greater subtype. */
  private static int compareBinary(RawValue a, RawValue b) {
    int lengths = Integer.compare(a.int32(0), b.int32(0));
    return lengths != 0 ? lengths : compareStrings(a, b);
  }

  /** The longer one is the greater. */
  private static int compareDbPointers(RawValue a, RawValue b) {
    int lengths = Integer.compare(a.int32(0), b.int32(0));
    return lengths != 0 ? lengths : compareBytes(a, b);
  }

  /** By the fields in their order: of each first the type, then the name, then the value. */
  private static int compareFields(RawValue a, RawValue b) {
    RawFields left = new RawFields(a);
    RawFields right = new RawFields(b);
    while (left.next()) {
      if (!right.next()) {
        return 1;
      }
      int difference = compareField(left, right);
      if (difference != 0) {
        return difference;
      }
    }
    return right.next() ? -1 : 0;
  }

  private static int compareField(RawFields left, RawFields right) {
    RawValue a = left.value();
    RawValue b = right.value();
    int ranks = Integer.compare(BsonTypes.rank(a.type()), BsonTypes.rank(b.type()));
    if (ranks != 0) {
      return ranks;
    }
    int names = left.compareName(right);
    return names != 0 ? names : compareAlike(a, b);
  }

  /** By the code, then by the scope; each has a length before it. */
  private static int compareCode(RawValue a, RawValue b) {
    RawValue codeA = new RawValue(a.bytes(), BsonTypes.CODE, a.start() + 4);
    RawValue codeB = new RawValue(b.bytes(), BsonTypes.CODE, b.start() + 4);
    int codes = compareStrings(codeA, codeB);
    return codes != 0
        ? codes
        : compareFields(
            new RawValue(a.bytes(), BsonTypes.DOCUMENT, codeA.end()),
            new RawValue(b.bytes(), BsonTypes.DOCUMENT, codeB.end()));
  }

  private static int compareBytes(RawValue a, RawValue b) {
    return compareBytes(a.bytes(), a.start(), a.end(), b.bytes(), b.start(), b.end());
  }

  private static int compareBytes(byte[] a, int startA, int endA, byte[] b, int startB, int endB) {
    return Arrays.compareUnsigned(a, startA, endA, b, startB, endB);
  }
}
