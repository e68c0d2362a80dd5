package dev.tidewatch.documents;

import java.util.HashSet;
import java.util.Set;
import org.bson.BsonBinaryReader;
import org.bson.BsonDocument;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** Values in MongoDB Extended JSON v2, canonical or relaxed, as clients write them. */
public final class ExtendedJson {

  /** Far more than an {@code _id} has, and few enough for a recursive parser. */
  private static final int MOST_LEVELS = 100;

  private ExtendedJson() {}

  /**
   * Reads an object: a document, or the value of another type that the object stands for.
   *
   * @param text starts with <code>{</code>
   * @throws IllegalArgumentException if it is not Extended JSON, if anything follows the object, or
   *     if it is nested deeper than 100 levels; the message says which, and quotes nothing
   */
  public static BsonValue parse(String text) {
    checkShape(text);
    BsonDocument wrapped;
    try {
      wrapped = BsonDocument.parse("{\"v\":" + text + "}");
    } catch (RuntimeException e) {
      // the driver's parser throws many kinds of exceptions
      throw new IllegalArgumentException("not Extended JSON", e);
    }
    BsonValue value = wrapped.get("v");
    if (value.isDocument()
        && !value.asDocument().isEmpty()
        && value.asDocument().getFirstKey().startsWith("$")
        && !value.asDocument().containsKey("$ref")) {
      throw new IllegalArgumentException("an unknown type of Extended JSON");
    }
    return value;
  }

  /**
   * Reads a document, in which names may begin with a dollar sign, as in a query.
   *
   * @throws IllegalArgumentException as {@link #parse}, or if a document has two fields of the same
   *     name, of which one would be ignored
   */
  public static BsonDocument parseDocument(String text) {
    checkShape(text);
    RawBsonDocument wrapped;
    try {
      wrapped = RawBsonDocument.parse("{\"v\":" + text + "}");
    } catch (RuntimeException e) {
      // as above
      throw new IllegalArgumentException("not Extended JSON", e);
    }
    if (!wrapped.get("v").isDocument()) {
      throw new IllegalArgumentException("not a document");
    }
    checkNames(new BsonBinaryReader(wrapped.getByteBuffer().asNIO()));
    return wrapped.decode(new BsonDocumentCodec()).getDocument("v");
  }

  private static void checkNames(BsonReader reader) {
    Set<String> names = new HashSet<>();
    reader.readStartDocument();
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      if (!names.add(reader.readName())) {
        throw new IllegalArgumentException("two fields of the same name");
      }
      checkNamesWithin(reader);
    }
    reader.readEndDocument();
  }

  private static void checkNamesWithin(BsonReader reader) {
    switch (reader.getCurrentBsonType()) {
      case DOCUMENT -> checkNames(reader);
      case ARRAY -> {
        reader.readStartArray();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
          checkNamesWithin(reader);
        }
        reader.readEndArray();
      }
      default -> reader.skipValue();
    }
  }

  /**
   * Checks depth and end, because the driver's parser is recursive and ignores what follows the
   * object.
   */
  private static void checkShape(String text) {
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        i += c == '\\' ? 1 : 0;
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
        if (depth <= 0 && !text.substring(i + 1).isBlank()) {
          throw new IllegalArgumentException("something follows the object");
        }
      }
      if (depth > MOST_LEVELS) {
        throw new IllegalArgumentException("nested too deep");
      }
    }
    if (depth != 0) {
      throw new IllegalArgumentException("the object does not end");
    }
  }
}
