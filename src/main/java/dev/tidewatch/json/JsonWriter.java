package dev.tidewatch.json;

import dev.tidewatch.text.RelaxedJson;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.util.Map;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/**
 * Writes BSON as JSON, in UTF-8. What {@link JsonReader} has read is written unchanged: every
 * number is a JSON number. Values without a JSON type (dates, ObjectIds, bytes, NaN and so on, from
 * other programs) are relaxed Extended JSON, such as {@code {"$oid":"…"}}.
 */
public final class JsonWriter {

  private static final JsonGeneratorFactory GENERATORS =
      JsonProvider.provider().createGeneratorFactory(Map.of());
  private static final JsonParserFactory PARSERS =
      JsonProvider.provider().createParserFactory(Map.of());

  private static final Pattern NEGATIVE_ZERO = Pattern.compile("-[0.]+(E.*)?");

  private JsonWriter() {}

  /** Writes one document. */
  public static byte[] write(BsonDocument document) {
    ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
    try (JsonGenerator json = GENERATORS.createGenerator(utf8)) {
      write(json, document);
    }
    return utf8.toByteArray();
  }

  private static void write(JsonGenerator json, BsonValue value) {
    switch (value.getBsonType()) {
      case DOCUMENT -> object(json, value.asDocument());
      case ARRAY -> {
        json.writeStartArray();
        value.asArray().forEach(element -> write(json, element));
        json.writeEnd();
      }
      case STRING -> json.write(value.asString().getValue());
      case INT32 -> json.write(value.asInt32().getValue());
      case INT64 -> json.write(value.asInt64().getValue());
      case DOUBLE -> number(json, value.asDouble().getValue(), value);
      case DECIMAL128 -> number(json, value.asDecimal128().getValue(), value);
      case BOOLEAN -> json.write(value.asBoolean().getValue());
      case NULL -> json.writeNull();
      default -> json.write(extended(value));
    }
  }

  private static void object(JsonGenerator json, BsonDocument document) {
    json.writeStartObject();
    document.forEach(
        (name, field) -> {
          json.writeKey(name);
          write(json, field);
        });
    json.writeEnd();
  }

  private static void number(JsonGenerator json, double value, BsonValue bson) {
    if (Double.isFinite(value)) {
      json.write(value);
    } else {
      json.write(extended(bson));
    }
  }

  private static void number(JsonGenerator json, Decimal128 value, BsonValue bson) {
    if (!value.isFinite()) {
      json.write(extended(bson));
    } else if (NEGATIVE_ZERO.matcher(value.toString()).matches()) {
      // a BigDecimal has no negative zero
      json.write(-0.0);
    } else {
      json.write(value.bigDecimalValue());
    }
  }

  private static JsonValue extended(BsonValue value) {
    String wrapped = RelaxedJson.write(new BsonDocument("value", value));
    try (JsonParser parser = PARSERS.createParser(new StringReader(wrapped))) {
      parser.next();
      return parser.getObject().get("value");
    }
  }
}
