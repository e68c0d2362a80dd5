package dev.tidewatch.query;

import java.util.Arrays;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/** What a query may cost, whoever wrote it. */
public final class QueryLimits {

  /** The most documents and arrays within one another, values included. */
  public static final int MOST_LEVELS = 32;

  /** The most operators, a field with a plain value counting as one. */
  public static final int MOST_OPERATORS = 256;

  /**
   * The most names in a field's path. In an array of documents, a number may be an index and a
   * field, so that the values to look at could double with each.
   */
  public static final int MOST_PARTS = 20;

  /** The most bytes of the query in BSON. */
  public static final int MOST_BYTES = 64 * 1024;

  private int operators;

  QueryLimits() {}

  /** Counts one more operator; throws InvalidQueryException if there are too many. */
  void countOperator() {
    operators++;
    if (operators > MOST_OPERATORS) {
      throw new InvalidQueryException(
          "the query has more than " + MOST_OPERATORS + " operators, shorten it, as with $in");
    }
  }

  /** A query in BSON; throws InvalidQueryException if it is too deep, too large, or no BSON. */
  static byte[] encode(BsonDocument document) {
    // first, because the encoding is recursive
    checkDepth(document, 1);
    BasicOutputBuffer buffer = new BasicOutputBuffer(256);
    try (BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
      new BsonDocumentCodec().encode(writer, document, EncoderContext.builder().build());
    } catch (RuntimeException e) {
      // a zero byte in a name; its message names the class of the driver
      throw new InvalidQueryException("a name in the query holds a zero byte");
    }
    if (buffer.getSize() > MOST_BYTES) {
      throw new InvalidQueryException(
          "the query has " + buffer.getSize() + " bytes, at most " + MOST_BYTES + " are possible");
    }
    return Arrays.copyOf(buffer.getInternalBuffer(), buffer.getSize());
  }

  private static void checkDepth(BsonValue value, int levels) {
    if (value.isJavaScriptWithScope()) {
      checkDepth(value.asJavaScriptWithScope().getScope(), levels + 1);
    }
    if (!value.isDocument() && !value.isArray()) {
      return;
    }
    if (levels > MOST_LEVELS) {
      throw new InvalidQueryException("the query is nested deeper than " + MOST_LEVELS + " levels");
    }
    Iterable<BsonValue> values = value.isDocument() ? value.asDocument().values() : value.asArray();
    values.forEach(inner -> checkDepth(inner, levels + 1));
  }
}
