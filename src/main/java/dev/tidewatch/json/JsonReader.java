package dev.tidewatch.json;

import jakarta.json.JsonException;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import java.util.HashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDecimal128;
import org.bson.BsonNumber;
import org.bson.BsonWriter;
import org.bson.RawBsonDocument;
import org.bson.io.BasicOutputBuffer;

/**
 * Reads one JSON object directly into BSON, which takes a tenth of a tree's memory.
 *
 * <p>Refuses everything that is not a JSON object, and: what BSON cannot hold (numbers, see {@link
 * JsonNumber}; NUL in a key; more than {@value #DEEPEST} levels; unpaired surrogates), keys that
 * start with {@code $}, which MongoDB treats as operators, and duplicate keys, of which only one
 * could be stored.
 */
public final class JsonReader {

  /** MongoDB's limit; the object itself is the first level. */
  static final int DEEPEST = 100;

  // looking up the implementation searches every jar of the server
  private static final JsonParserFactory PARSERS =
      JsonProvider.provider().createParserFactory(Map.of());

  private final JsonParser parser;
  private final BsonWriter writer;

  private final EndAwareReader text;

  private JsonReader(EndAwareReader text, JsonParser parser, BsonWriter writer) {
    this.text = text;
    this.parser = parser;
    this.writer = writer;
  }

  /** Reads an object in UTF-8; throws InvalidJsonException if it is invalid or cannot be stored. */
  public static RawBsonDocument read(byte[] utf8) {
    EndAwareReader text = new EndAwareReader(Utf8.decode(utf8));
    try (JsonParser parser = PARSERS.createParser(text);
        BasicOutputBuffer bson = new BasicOutputBuffer();
        BsonBinaryWriter writer = new BsonBinaryWriter(bson)) {
      new JsonReader(text, parser, writer).document();
      return new RawBsonDocument(bson.toByteArray());
    }
  }

  private void document() {
    try {
      if (parser.next() != Event.START_OBJECT) {
        throw refused("The body must be a JSON object, such as {\"name\": \"Ada\"}.");
      }
      object(1);
      if (parser.hasNext()) {
        throw refused("Text follows the JSON object.");
      }
    } catch (JsonParsingException e) {
      throw malformed(e.getLocation());
    } catch (JsonException | NoSuchElementException | IllegalStateException e) {
      throw malformed(parser.getLocation());
    }
  }

  private void object(int depth) {
    checkDepth(depth);
    writer.writeStartDocument();
    Set<String> names = new HashSet<>();
    while (parser.next() != Event.END_OBJECT) {
      String name = parser.getString();
      checkName(name);
      if (!names.add(name)) {
        throw refused("The key \"" + name + "\" occurs twice in the same object.");
      }
      writer.writeName(name);
      value(parser.next(), depth);
    }
    writer.writeEndDocument();
  }

  private void array(int depth) {
    checkDepth(depth);
    writer.writeStartArray();
    for (Event event = parser.next(); event != Event.END_ARRAY; event = parser.next()) {
      value(event, depth);
    }
    writer.writeEndArray();
  }

  private void value(Event event, int depth) {
    switch (event) {
      case START_OBJECT -> object(depth + 1);
      case START_ARRAY -> array(depth + 1);
      case VALUE_STRING -> writer.writeString(wellFormed(parser.getString()));
      case VALUE_NUMBER -> number();
      case VALUE_TRUE -> writer.writeBoolean(true);
      case VALUE_FALSE -> writer.writeBoolean(false);
      case VALUE_NULL -> writer.writeNull();
      default -> throw malformed(parser.getLocation());
    }
  }

  /** Parses the number's text, because a BigDecimal has no negative zero. */
  private void number() {
    BsonNumber number;
    try {
      number = JsonNumber.parse(parser.getString());
    } catch (ArithmeticException e) {
      throw refused(e.getMessage());
    }
    switch (number.getBsonType()) {
      case INT32 -> writer.writeInt32(number.intValue());
      case INT64 -> writer.writeInt64(number.longValue());
      case DOUBLE -> writer.writeDouble(number.doubleValue());
      default -> writer.writeDecimal128(((BsonDecimal128) number).getValue());
    }
  }

  private void checkDepth(int depth) {
    if (depth > DEEPEST) {
      throw refused("Nested more than " + DEEPEST + " levels deep, which is MongoDB's limit.");
    }
  }

  private void checkName(String name) {
    wellFormed(name);
    if (name.startsWith("$")) {
      throw refused("The key \"" + name + "\" starts with $, which MongoDB reserves.");
    }
    if (name.indexOf('\0') >= 0) {
      throw refused("A key holds the character U+0000, which MongoDB cannot store in a key.");
    }
  }

  private String wellFormed(String text) {
    if (!Utf8.canHold(text)) {
      throw refused("A string holds an unpaired surrogate, which is not a character.");
    }
    return text;
  }

  private InvalidJsonException refused(String why) {
    return at(parser.getLocation(), why);
  }

  private InvalidJsonException malformed(JsonLocation at) {
    return at(
        at, text.hasEnded() ? "The body is not JSON: it ends too soon." : "The body is not JSON.");
  }

  /**
   * Corrects the position at the end, where Parsson adds the length of its buffer to the column.
   */
  private InvalidJsonException at(JsonLocation at, String why) {
    return text.hasEnded()
        ? new InvalidJsonException(why, text.lastLine(), text.columnAfterLast())
        : new InvalidJsonException(why, at.getLineNumber(), at.getColumnNumber());
  }
}
