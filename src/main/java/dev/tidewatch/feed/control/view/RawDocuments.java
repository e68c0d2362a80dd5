package dev.tidewatch.feed.control.view;

import java.util.function.Predicate;
import org.bson.BsonBinaryReader;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.BsonValueCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.RawBsonDocumentCodec;
import org.bson.io.ByteBufferBsonInput;

/** Documents whose values stay encoded. */
final class RawDocuments {

  private static final BsonDocumentCodec DOCUMENTS = new BsonDocumentCodec();
  private static final RawBsonDocumentCodec RAW = new RawBsonDocumentCodec();
  private static final BsonValueCodec VALUES = new BsonValueCodec();
  private static final DecoderContext DECODING = DecoderContext.builder().build();

  private RawDocuments() {}

  /** The chosen fields of a document, in its order; documents among them stay encoded. */
  static BsonDocument fields(RawBsonDocument document, Predicate<String> chosen) {
    BsonDocument fields = new BsonDocument();
    try (BsonBinaryReader reader =
        new BsonBinaryReader(new ByteBufferBsonInput(document.getByteBuffer()))) {
      reader.readStartDocument();
      while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
        String name = reader.readName();
        if (chosen.test(name)) {
          fields.put(name, value(reader));
        } else {
          reader.skipValue();
        }
      }
    }
    return fields;
  }

  private static BsonValue value(BsonBinaryReader reader) {
    return reader.getCurrentBsonType() == BsonType.DOCUMENT
        ? RAW.decode(reader, DECODING)
        : VALUES.decode(reader, DECODING);
  }

  static RawBsonDocument of(BsonDocument document) {
    return document instanceof RawBsonDocument raw ? raw : new RawBsonDocument(document, DOCUMENTS);
  }

  /** Whether two values have the same bytes, which includes the order of fields. */
  static boolean areSame(BsonValue one, BsonValue other) {
    return one == other
        || one != null
            && other != null
            && around(one).getByteBuffer().asNIO().equals(around(other).getByteBuffer().asNIO());
  }

  private static RawBsonDocument around(BsonValue value) {
    return new RawBsonDocument(new BsonDocument("v", value), DOCUMENTS);
  }
}
