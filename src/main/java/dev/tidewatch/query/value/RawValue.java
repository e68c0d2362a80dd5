package dev.tidewatch.query.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * A value where it lies in BSON: neither copied nor decoded. A query asks for few of a document's
 * values, and their bytes can be compared exactly, also those of a string that is not UTF-8.
 *
 * <p>Every method throws IndexOutOfBoundsException if the bytes are not BSON.
 */
public final class RawValue {

  /** Stands for a field that a document does not have. */
  public static final RawValue MISSING = new RawValue(new byte[0], BsonTypes.MISSING, 0);

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int type;
  private final int start;

  /**
   * A value.
   *
   * @param start the index of its first byte
   */
  public RawValue(byte[] bytes, int type, int start) {
    this.bytes = bytes;
    this.type = type;
    this.start = start;
  }

  /** A whole document; one that is raw already is not copied. */
  public static RawValue of(BsonDocument document) {
    RawBsonDocument raw =
        document instanceof RawBsonDocument already
            ? already
            : new RawBsonDocument(document, new BsonDocumentCodec());
    ByteBuffer buffer = raw.getByteBuffer().asNIO();
    return new RawValue(
        buffer.array(), BsonTypes.DOCUMENT, buffer.arrayOffset() + buffer.position());
  }

  /** A value by itself, in bytes of its own. */
  public static RawValue alone(BsonValue value) {
    RawFields fields = new RawFields(of(new BsonDocument("", value)));
    fields.next();
    return fields.value();
  }

  /** The bytes that it lies in, not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  /** Its type, one of {@link BsonTypes}. */
  public int type() {
    return type;
  }

  /** The index of its first byte. */
  public int start() {
    return start;
  }

  /** The index after its last byte. */
  public int end() {
    return start + size(bytes, type, start);
  }

  public boolean isDocument() {
    return type == BsonTypes.DOCUMENT;
  }

  public boolean isArray() {
    return type == BsonTypes.ARRAY;
  }

  /** The first field of that name, of a document or an array; {@link #MISSING} if it has none. */
  public RawValue field(byte[] name) {
    RawFields fields = new RawFields(this);
    while (fields.next()) {
      if (fields.isNamed(name)) {
        return fields.value();
      }
    }
    return MISSING;
  }

  /** The text of a string. */
  public String text() {
    return new String(bytes, start + 4, int32(0) - 1, StandardCharsets.UTF_8);
  }

  /** The four bytes at an offset from its start. */
  public int int32(int offset) {
    return (int) INT.get(bytes, start + offset);
  }

  /** The eight bytes at an offset from its start. */
  public long int64(int offset) {
    return (long) LONG.get(bytes, start + offset);
  }

  /** How many bytes a value has. */
  static int size(byte[] bytes, int type, int start) {
    long size =
        switch (type) {
          case BsonTypes.MISSING,
              BsonTypes.UNDEFINED,
              BsonTypes.NULL,
              BsonTypes.MIN_KEY,
              BsonTypes.MAX_KEY ->
              0;
          case BsonTypes.BOOLEAN -> 1;
          case BsonTypes.INT32 -> 4;
          case BsonTypes.DOUBLE, BsonTypes.DATE, BsonTypes.TIMESTAMP, BsonTypes.INT64 -> 8;
          case BsonTypes.OBJECT_ID -> 12;
          case BsonTypes.DECIMAL128 -> 16;
          case BsonTypes.STRING, BsonTypes.CODE, BsonTypes.SYMBOL -> 4L + length(bytes, start);
          case BsonTypes.BINARY -> 5L + length(bytes, start);
          case BsonTypes.DB_POINTER -> 16L + length(bytes, start);
          case BsonTypes.DOCUMENT, BsonTypes.ARRAY, BsonTypes.CODE_WITH_SCOPE ->
              Math.max(5, length(bytes, start));
          case BsonTypes.REGEX -> end(bytes, end(bytes, start)) - start;
          default -> throw new IndexOutOfBoundsException("No type of BSON: " + type);
        };
    if (size > bytes.length - start) {
      throw new IndexOutOfBoundsException("A value ends after its document");
    }
    return (int) size;
  }

  private static int length(byte[] bytes, int start) {
    int length = (int) INT.get(bytes, start);
    if (length < 0) {
      throw new IndexOutOfBoundsException("A value has a negative length");
    }
    return length;
  }

  /** The index after the zero byte that ends a name or a half of a regular expression. */
  static int end(byte[] bytes, int start) {
    int end = start;
    while (bytes[end] != 0) {
      end++;
    }
    return end + 1;
  }
}
