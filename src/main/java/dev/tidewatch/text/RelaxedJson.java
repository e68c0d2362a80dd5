package dev.tidewatch.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.bson.BsonBinaryReader;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.ByteBufferBsonInput;
import org.bson.json.Converter;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriter;
import org.bson.json.JsonWriterSettings;
import org.bson.json.StrictJsonWriter;

/**
 * Relaxed Extended JSON (v2) as PyMongo's {@code json_util} writes it: numbers are plain, and dates
 * between 1970 and 9999 are ISO-8601 with no fraction or exactly three digits.
 */
public final class RelaxedJson {

  // the driver's own date converter writes one to three fraction digits
  private static final JsonWriterSettings SETTINGS =
      settings((text, writer) -> writer.writeRaw(JsonString.quote(text)));

  /**
   * The most bytes of a text. An event of 16 MB takes up to 96 MB, if all of it is control
   * characters; one of several fragments may take more.
   */
  static final int MOST_BYTES = 128 << 20;

  private static final int LONG_STRING = 1 << 16;

  private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();
  private static final EncoderContext CONTEXT = EncoderContext.builder().build();

  private RelaxedJson() {}

  /** The document on one line, fields in their order. */
  public static String write(BsonDocument document) {
    TextWriter text = new TextWriter();
    CODEC.encode(new JsonWriter(text, SETTINGS), document, CONTEXT);
    return text.toString();
  }

  /**
   * As above, in UTF-8.
   *
   * @param before the number of bytes to leave free at the beginning of the array
   * @throws TextTooLongException if it would take more than {@link #MOST_BYTES}
   */
  public static byte[] utf8(BsonDocument document, int before) {
    Utf8Writer text = new Utf8Writer(before, MOST_BYTES);
    return utf8(document, text, settings(straightTo(text)));
  }

  /** As above, with other settings. */
  static byte[] utf8(BsonDocument document, Utf8Writer text, JsonWriterSettings settings) {
    JsonWriter writer = new JsonWriter(text, settings);
    if (document instanceof RawBsonDocument raw) {
      // without an object for each value
      writer.pipe(new BsonBinaryReader(new ByteBufferBsonInput(raw.getByteBuffer())));
    } else {
      CODEC.encode(writer, document, CONTEXT);
    }
    return text.toByteArray();
  }

  /**
   * Writes strings directly to the text; a string of many megabytes would be copied several times
   * otherwise.
   */
  static Converter<String> straightTo(Utf8Writer text) {
    return (string, writer) -> {
      if (string.length() < LONG_STRING) {
        writer.writeRaw(JsonString.quote(string));
        return;
      }
      // writes what precedes a value, such as a comma
      writer.writeRaw("");
      try {
        JsonString.quote(string, text);
      } catch (IOException e) {
        throw new UncheckedIOException("a text in memory throws none", e);
      }
    };
  }

  private static JsonWriterSettings settings(Converter<String> strings) {
    return JsonWriterSettings.builder()
        .outputMode(JsonMode.RELAXED)
        .dateTimeConverter(RelaxedJson::writeDate)
        .stringConverter(strings)
        .build();
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
