package dev.tidewatch.feed.control.view;

import java.util.Map;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.BsonValueCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.bson.io.ByteBufferBsonInput;

/** Copies the visible part of a document, in the document's order, without building its values. */
final class MaskCut {

  private static final BsonDocumentCodec DOCUMENTS = new BsonDocumentCodec();
  private static final BsonValueCodec VALUES = new BsonValueCodec();
  private static final DecoderContext DECODING = DecoderContext.builder().build();
  private static final EncoderContext ENCODING = EncoderContext.builder().build();
  private static final String VALUE = "v";

  private MaskCut() {}

  /** The visible part; the document itself if that is all of it. */
  static RawBsonDocument cut(RawBsonDocument document, MaskNode node) {
    if (node.isWhole()) {
      return document;
    }
    int size = document.getByteBuffer().remaining();
    BasicOutputBuffer buffer = new BasicOutputBuffer(size);
    try (BsonBinaryReader reader =
            new BsonBinaryReader(new ByteBufferBsonInput(document.getByteBuffer()));
        BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
      copyFields(reader, writer, node);
    }
    // only ever removes
    return buffer.getSize() == size
        ? document
        : new RawBsonDocument(buffer.getInternalBuffer(), 0, buffer.getSize());
  }

  /** The visible part of a value; null if there is none. */
  static BsonValue cut(BsonValue value, MaskNode node) {
    if (node.isWhole()) {
      return value;
    }
    BsonDocument around = new BsonDocument(VALUE, value);
    return cut(new RawBsonDocument(around, DOCUMENTS), new MaskNode(Map.of(VALUE, node)))
        .get(VALUE);
  }

  private static void copyFields(BsonBinaryReader reader, BsonBinaryWriter writer, MaskNode node) {
    reader.readStartDocument();
    writer.writeStartDocument();
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      String name = reader.readName();
      MaskNode child = node.child(name);
      if (child == null || !child.isWhole() && !isContainer(reader)) {
        reader.skipValue();
      } else {
        writer.writeName(name);
        copy(reader, writer, child);
      }
    }
    reader.readEndDocument();
    writer.writeEndDocument();
  }

  private static boolean isContainer(BsonBinaryReader reader) {
    BsonType type = reader.getCurrentBsonType();
    return type == BsonType.DOCUMENT || type == BsonType.ARRAY;
  }

  /** Copies what may be seen of a value, of which something may. */
  private static void copy(BsonBinaryReader reader, BsonBinaryWriter writer, MaskNode node) {
    if (reader.getCurrentBsonType() == BsonType.ARRAY) {
      copyElements(reader, writer, node);
    } else if (node.isWhole()) {
      copyWhole(reader, writer);
    } else {
      copyFields(reader, writer, node);
    }
  }

  private static void copyElements(
      BsonBinaryReader reader, BsonBinaryWriter writer, MaskNode node) {
    reader.readStartArray();
    writer.writeStartArray();
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      if (node.isWhole() || isContainer(reader)) {
        copy(reader, writer, node);
      } else {
        reader.skipValue();
      }
    }
    reader.readEndArray();
    writer.writeEndArray();
  }

  private static void copyWhole(BsonBinaryReader reader, BsonBinaryWriter writer) {
    if (reader.getCurrentBsonType() == BsonType.DOCUMENT) {
      writer.pipe(reader);
    } else {
      VALUES.encode(writer, VALUES.decode(reader, DECODING), ENCODING);
    }
  }
}
