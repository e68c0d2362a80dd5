package dev.tidewatch.query;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Random;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBinaryWriter;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonValueCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** Random documents over every type of BSON, of few names and values, so that they often meet. */
public final class RandomValues {

  private static final List<String> NAMES = List.of("a", "b", "c", "0", "1", "00", "é");

  private static final double[] DOUBLES = {
    0.0,
    -0.0,
    1,
    1.5,
    0.1,
    -1,
    5e-324,
    1e308,
    0x1p53,
    0x1p53 + 2,
    0x1p63,
    -0x1p63,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  private static final long[] LONGS = {
    0, 1, -1, 2, 1L << 53, (1L << 53) + 1, -(1L << 53) - 1, Long.MAX_VALUE, Long.MIN_VALUE
  };

  /** Those of 34 digits are next to a double of more digits. */
  private static final List<Decimal128> DECIMALS =
      List.of(
          Decimal128.parse("0"),
          Decimal128.parse("-0"),
          Decimal128.parse("-0E+5"),
          Decimal128.parse("1"),
          Decimal128.parse("1.00"),
          Decimal128.parse("1.50"),
          Decimal128.parse("0.1"),
          new Decimal128(new BigDecimal(0.1, MathContext.DECIMAL128)),
          new Decimal128(new BigDecimal(5e-324, MathContext.DECIMAL128)),
          Decimal128.parse("-1"),
          Decimal128.parse("9007199254740993"),
          Decimal128.parse("9223372036854775807"),
          Decimal128.parse("9223372036854775808"),
          Decimal128.parse("1E+6144"),
          Decimal128.parse("1E-6176"),
          Decimal128.NaN,
          Decimal128.POSITIVE_INFINITY,
          Decimal128.NEGATIVE_INFINITY);

  /** Half of a surrogate pair is written as bytes that are not UTF-8. */
  private static final List<String> STRINGS =
      List.of("", "a", "b", "ab", "a\0", "a\0b", "A", "é", "\ud83d\ude00", "\uffff", "\ud800");

  private final Random random;

  public RandomValues(Random random) {
    this.random = random;
  }

  /** A document with up to five fields; rarely, two of them have the same name. */
  public RawBsonDocument document(int levels) {
    return document(null, levels);
  }

  /** A document with an {@code _id}, unless that is null. */
  public RawBsonDocument document(BsonValue id, int levels) {
    BasicOutputBuffer buffer = new BasicOutputBuffer();
    try (BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
      writer.writeStartDocument();
      if (id != null) {
        writer.writeName("_id");
        new BsonValueCodec().encode(writer, id, EncoderContext.builder().build());
      }
      for (String name : names()) {
        writer.writeName(name);
        new BsonValueCodec().encode(writer, value(levels), EncoderContext.builder().build());
      }
      writer.writeEndDocument();
    }
    return new RawBsonDocument(buffer.toByteArray());
  }

  private List<String> names() {
    List<String> names =
        random.ints(random.nextInt(6), 0, NAMES.size()).mapToObj(NAMES::get).toList();
    return random.nextInt(20) == 0 ? names : names.stream().distinct().toList();
  }

  /** The name of a field. */
  public String name() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  /** A value of any type; documents and arrays up to so many levels. */
  public BsonValue value(int levels) {
    int kind = random.nextInt(levels > 0 ? 30 : 16);
    if (kind >= 23) {
      return array(levels - 1);
    }
    return kind >= 16 ? document(levels - 1) : plain(kind);
  }

  /** Another value of the same type, if one is found soon. */
  BsonValue like(BsonValue value) {
    for (int i = 0; i < 50; i++) {
      BsonValue other = value(1);
      if (other.getBsonType() == value.getBsonType()) {
        return other;
      }
    }
    return value;
  }

  /** An array with up to three elements, which are often documents. */
  BsonArray array(int levels) {
    BsonArray array = new BsonArray();
    int size = random.nextInt(4);
    boolean documents = levels > 0 && random.nextBoolean();
    for (int i = 0; i < size; i++) {
      array.add(documents ? document(levels - 1) : value(levels));
    }
    return array;
  }

  private BsonValue plain(int kind) {
    return switch (kind) {
      case 0, 1 -> new BsonInt32(random.nextInt(4) - 1);
      case 2 -> new BsonInt64(LONGS[random.nextInt(LONGS.length)]);
      case 3, 4 -> new BsonDouble(oneIn(8) ? anyDouble() : DOUBLES[below(DOUBLES.length)]);
      case 5, 6 ->
          new BsonDecimal128(oneIn(8) ? anyDecimal() : DECIMALS.get(below(DECIMALS.size())));
      case 7, 8 -> new BsonString(string());
      case 9, 10 -> BsonNull.VALUE;
      case 11 -> BsonBoolean.valueOf(random.nextBoolean());
      default -> rare(random.nextInt(13));
    };
  }

  private double anyDouble() {
    return Double.longBitsToDouble(random.nextLong());
  }

  /** Also of bits that no driver writes. */
  private Decimal128 anyDecimal() {
    long high = oneIn(2) ? random.nextLong() : random.nextLong() | 0x6000000000000000L;
    return Decimal128.fromIEEE754BIDEncoding(high, random.nextLong());
  }

  private BsonValue rare(int kind) {
    return switch (kind) {
      case 0 -> new BsonUndefined();
      case 1 -> new BsonMinKey();
      case 2 -> new BsonMaxKey();
      case 3 -> new BsonSymbol(string());
      case 4 -> new BsonJavaScript(string());
      case 5 -> new BsonJavaScriptWithScope(string(), BsonDocument.parse("{a: " + small() + "}"));
      case 6 -> new BsonObjectId(new ObjectId(small() + 1, 1));
      case 7 -> new BsonDateTime(small());
      // a zero at the top of a document would become the time of the insert
      case 8 -> new BsonTimestamp(small(), 1);
      case 9 -> new BsonRegularExpression(pick("a", "b"), pick("", "i"));
      case 10 -> new BsonDbPointer(pick("a", "b", "ab"), new ObjectId(small() + 1, 1));
      default ->
          new BsonBinary(
              new byte[] {0, 2, 4, 5, (byte) 0x80}[random.nextInt(5)], new byte[random.nextInt(3)]);
    };
  }

  String string() {
    return STRINGS.get(random.nextInt(STRINGS.size()));
  }

  int small() {
    return random.nextInt(4) - 1;
  }

  @SafeVarargs
  public final <T> T pick(T... possible) {
    return possible[random.nextInt(possible.length)];
  }

  /** A whole number from 0, below a limit. */
  public int below(int limit) {
    return random.nextInt(limit);
  }

  /** True once in so many times. */
  public boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }
}
