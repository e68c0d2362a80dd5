package dev.tidewatch.feed.control.filter;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.text.RelaxedJson;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBinaryReader;
import org.bson.BsonDocument;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.codecs.BsonValueCodec;
import org.bson.codecs.DecoderContext;
import org.bson.io.ByteBufferBsonInput;

/**
 * A text that a change has to contain, in upper or lower case: in the name of a field or in a
 * value, of its document key, its documents, its update, or what else a pipeline adds. A number, an
 * ObjectId or a date is compared as relaxed Extended JSON writes it. What MongoDB adds to every
 * event, such as its time, is not searched.
 *
 * @param text empty if every change passes
 */
record SearchedText(String text) {

  /** Every change passes. */
  static final SearchedText NONE = new SearchedText("");

  /** The most characters, because each change is searched for each reader. */
  static final int MOST_CHARACTERS = 100;

  private static final Set<String> OF_EVERY_EVENT =
      Set.of(
          "_id",
          "operationType",
          "ns",
          "clusterTime",
          "wallTime",
          "lsid",
          "txnNumber",
          "collectionUUID",
          "splitEvent",
          "enter",
          "leave",
          "reset");

  private static final String UPDATE = "updateDescription";

  private static final BsonValueCodec VALUES = new BsonValueCodec();
  private static final DecoderContext CONTEXT = DecoderContext.builder().build();

  /**
   * Reads the values of a request parameter; an empty one counts as missing.
   *
   * @throws BadParameterException if there are two, or one is too long
   */
  static SearchedText of(Collection<String> values) {
    List<String> texts = values.stream().filter(value -> !value.isEmpty()).toList();
    if (texts.isEmpty()) {
      return NONE;
    }
    if (texts.size() > 1 || texts.get(0).length() > MOST_CHARACTERS) {
      throw new BadParameterException(
          CloseReason.BAD_TEXT,
          "text",
          "The parameter text must be one text of at most %d characters."
              .formatted(MOST_CHARACTERS));
    }
    return new SearchedText(texts.get(0));
  }

  /** Whether a change passes. */
  boolean pass(Change change) {
    if (text.isEmpty()) {
      return true;
    }
    BsonReader reader =
        new BsonBinaryReader(new ByteBufferBsonInput(change.document().getByteBuffer()));
    reader.readStartDocument();
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      String name = reader.readName();
      if (OF_EVERY_EVENT.contains(name)) {
        reader.skipValue();
      } else if (name.equals(UPDATE) ? isInParts(reader) : isInValue(reader)) {
        return true;
      }
    }
    return false;
  }

  /** Without the names that MongoDB gives the parts of every update. */
  private boolean isInParts(BsonReader reader) {
    if (reader.getCurrentBsonType() != BsonType.DOCUMENT) {
      return isInValue(reader);
    }
    reader.readStartDocument();
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      boolean truncated = reader.readName().equals("truncatedArrays");
      if (truncated ? isInEach(reader) : isInValue(reader)) {
        return true;
      }
    }
    reader.readEndDocument();
    return false;
  }

  private boolean isInEach(BsonReader reader) {
    BsonValue list = VALUES.decode(reader, CONTEXT);
    return list.isArray()
        && list.asArray().stream()
            .filter(BsonValue::isDocument)
            .flatMap(item -> item.asDocument().values().stream())
            .anyMatch(
                value ->
                    value.isString() ? isIn(value.asString().getValue()) : isIn(written(value)));
  }

  private boolean isInValue(BsonReader reader) {
    return switch (reader.getCurrentBsonType()) {
      case DOCUMENT -> isInDocument(reader);
      case ARRAY -> isInArray(reader);
      case STRING -> isIn(reader.readString());
      case INT32 -> isIn(Integer.toString(reader.readInt32()));
      case INT64 -> isIn(Long.toString(reader.readInt64()));
      case OBJECT_ID -> isIn(reader.readObjectId().toHexString());
      default -> isIn(written(VALUES.decode(reader, CONTEXT)));
    };
  }

  private boolean isInDocument(BsonReader reader) {
    reader.readStartDocument();
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      if (isIn(reader.readName()) || isInValue(reader)) {
        return true;
      }
    }
    reader.readEndDocument();
    return false;
  }

  private boolean isInArray(BsonReader reader) {
    reader.readStartArray();
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      if (isInValue(reader)) {
        return true;
      }
    }
    reader.readEndArray();
    return false;
  }

  /** A value of a rare type as relaxed Extended JSON. */
  private static String written(BsonValue value) {
    String array = RelaxedJson.write(new BsonDocument("", new BsonArray(List.of(value))));
    return array.substring(array.indexOf('[') + 1, array.lastIndexOf(']'));
  }

  private boolean isIn(String value) {
    int end = value.length() - text.length();
    for (int i = 0; i <= end; i++) {
      if (value.regionMatches(true, i, text, 0, text.length())) {
        return true;
      }
    }
    return false;
  }
}
