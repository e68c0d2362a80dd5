package dev.tidewatch.query.value;

/**
 * Hashes of values. Values that are equal in MongoDB's order have the same hash, whatever their
 * types; others may have the same too. A hash looks at a bounded part of a value, however large the
 * value is.
 */
public final class ValueHash {

  private static final int MOST_BYTES = 256;
  private static final int MOST_FIELDS = 16;
  private static final int MOST_LEVELS = 4;

  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private ValueHash() {}

  /** Throws IndexOutOfBoundsException if the bytes are not BSON. */
  public static long of(RawValue value) {
    return of(value, 0);
  }

  private static long of(RawValue value, int level) {
    long kind = mix(0, BsonTypes.rank(value.type()));
    return switch (value.type()) {
      case BsonTypes.INT32, BsonTypes.INT64, BsonTypes.DOUBLE, BsonTypes.DECIMAL128 ->
          mix(kind, Double.doubleToLongBits(Numbers.nearest(value)));
      case BsonTypes.STRING,
          BsonTypes.SYMBOL,
          BsonTypes.CODE,
          BsonTypes.BINARY,
          BsonTypes.OBJECT_ID,
          BsonTypes.BOOLEAN,
          BsonTypes.DATE,
          BsonTypes.TIMESTAMP ->
          bytes(kind, value);
      case BsonTypes.DOCUMENT, BsonTypes.ARRAY -> fields(kind, value, level);
      // rare, or of one value
      default -> kind;
    };
  }

  private static long bytes(long seed, RawValue value) {
    int length = value.end() - value.start();
    long hash = mix(seed, length);
    for (int i = 0; i < Math.min(length, MOST_BYTES); i++) {
      hash = hash * 31 + value.bytes()[value.start() + i];
    }
    return mix(hash, length);
  }

  private static long fields(long seed, RawValue value, int level) {
    long hash = seed;
    if (level < MOST_LEVELS) {
      RawFields fields = new RawFields(value);
      for (int i = 0; i < MOST_FIELDS && fields.next(); i++) {
        hash = mix(hash, of(fields.value(), level + 1));
      }
    }
    return hash;
  }

  /** A hash of a hash and one thing more. */
  public static long mix(long hash, long more) {
    // not the same of each, or those of equal numbers would cancel out
    long mixed = ((hash + 1) * FACTOR ^ more) * FACTOR;
    return mixed ^ mixed >>> 32;
  }
}
