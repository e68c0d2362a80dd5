package dev.tidewatch.development.documents;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads fields out of command documents, which clients may send with any type. */
public final class Documents {

  private Documents() {}

  /** A field that is a list of documents; empty if absent. */
  public static List<Document> list(Document document, String field) {
    Object value = document.get(field);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list && list.stream().allMatch(Document.class::isInstance)) {
      return list.stream().map(Document.class::cast).toList();
    }
    throw wrongType(field, "array of objects");
  }

  /** A field that is a document; null if absent. */
  public static Document document(Document document, String field) {
    Object value = document.get(field);
    if (value == null || value instanceof Document) {
      return (Document) value;
    }
    throw wrongType(field, "object");
  }

  public static long number(Document document, String field, long otherwise) {
    Object value = document.get(field);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number) {
      return number.longValue();
    }
    throw wrongType(field, "number");
  }

  public static String string(Document document, String field) {
    if (document.get(field) instanceof String text) {
      return text;
    }
    throw wrongType(field, "string");
  }

  /** MongoDB's own idea of truth: true, or a number other than 0. */
  public static boolean isTrue(Object value) {
    return value instanceof Boolean flag
        ? flag
        : value instanceof Number number && number.doubleValue() != 0;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** As BSON. */
  public static byte[] encode(Document document) {
    ByteBuf buffer = Unpooled.buffer();
    try {
      BsonEncoder.encodeDocument(document, buffer);
      return ByteBufUtil.getBytes(buffer);
    } finally {
      buffer.release();
    }
  }

  /** From BSON, with nothing shared. */
  public static Document decode(byte[] bson) {
    return BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bson));
  }

  /** Gives a live document another order of fields, or other fields, in place. */
  public static void refill(Document document, Document content) {
    Document copy = content.clone();
    document.clear();
    document.putAll(copy);
  }

  private static CommandError wrongType(String field, String expected) {
    return new CommandError(
        14,
        "TypeMismatch",
        "field '" + field + "' is the wrong type, expected type '" + expected + "'");
  }
}
