package dev.tidewatch.feed.control.view;

import java.util.HashSet;
import java.util.Set;
import org.bson.BsonBinaryReader;
import org.bson.BsonType;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.io.ByteBufferBsonInput;

/**
 * Documents that have a field twice. MongoDB 7.0 makes them: if an update moves a field to the end,
 * as a pipeline may, the post-image holds the former value in the former place and the new one at
 * the end. A query reads the former one, and would show a document to its former owner.
 */
final class UniqueFields {

  private static final BsonDocumentCodec DOCUMENTS = new BsonDocumentCodec();

  private UniqueFields() {}

  /** Whether no field, at any depth, is there twice. */
  static boolean has(RawBsonDocument document) {
    try (BsonBinaryReader reader =
        new BsonBinaryReader(new ByteBufferBsonInput(document.getByteBuffer()))) {
      return isUnique(reader);
    }
  }

  private static boolean isUnique(BsonBinaryReader reader) {
    Set<String> names = new HashSet<>();
    reader.readStartDocument();
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      if (!names.add(reader.readName()) || !isUniqueBelow(reader)) {
        return false;
      }
    }
    reader.readEndDocument();
    return true;
  }

  private static boolean isUniqueBelow(BsonBinaryReader reader) {
    if (reader.getCurrentBsonType() == BsonType.DOCUMENT) {
      return isUnique(reader);
    }
    if (reader.getCurrentBsonType() != BsonType.ARRAY) {
      reader.skipValue();
      return true;
    }
    reader.readStartArray();
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      if (!isUniqueBelow(reader)) {
        return false;
      }
    }
    reader.readEndArray();
    return true;
  }

  /** The document with the last of each, which is what the database has. */
  static RawBsonDocument last(RawBsonDocument document) {
    return has(document) ? document : new RawBsonDocument(document.decode(DOCUMENTS), DOCUMENTS);
  }
}
