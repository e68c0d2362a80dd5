package dev.tidewatch.text;

import java.time.Instant;
import org.bson.BsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriter;
import org.bson.json.JsonWriterSettings;
import org.bson.json.StrictJsonWriter;

/**
 * Relaxed Extended JSON (v2) as PyMongo's {@code json_util} writes it: numbers are plain, and dates
 * between 1970 and 9999 are ISO-8601 with no fraction or exactly three digits.
 */
public final class RelaxedJson {

  // the driver's own date converter writes as many fraction digits as there are, one to three
  private static final JsonWriterSettings SETTINGS =
      JsonWriterSettings.builder()
          .outputMode(JsonMode.RELAXED)
          .dateTimeConverter(RelaxedJson::writeDate)
          .stringConverter((text, writer) -> writer.writeRaw(JsonString.quote(text)))
          .build();

  private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();
  private static final EncoderContext CONTEXT = EncoderContext.builder().build();

  private RelaxedJson() {}

  /** The document on one line, fields in their order. */
  public static String write(BsonDocument document) {
    TextWriter text = new TextWriter();
    CODEC.encode(new JsonWriter(text, SETTINGS), document, CONTEXT);
    return text.toString();
  }

  private static void writeDate(Long millis, StrictJsonWriter writer) {
    writer.writeStartObject();
    if (millis >= 0 && millis < IsoTime.END) {
      writer.writeString("$date", IsoTime.shortest(Instant.ofEpochMilli(millis)));
    } else {
      writer.writeStartObject("$date");
      writer.writeString("$numberLong", Long.toString(millis));
      writer.writeEndObject();
    }
    writer.writeEndObject();
  }
}
