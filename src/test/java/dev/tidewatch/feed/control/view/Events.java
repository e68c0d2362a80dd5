package dev.tidewatch.feed.control.view;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Position;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** Change events as MongoDB 7.0 sends them, with tokens of its form. */
final class Events {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String COLLECTION = "5A1004" + "1234567890ABCDEF1234567890ABCDEF";

  private Events() {}

  /** The place of an event, without what identifies the event. */
  static String place(int number) {
    return String.format("82%08X%08X", 0x6B000000, number) + "2B042C0100296E" + COLLECTION;
  }

  /** The token of a change of one document. */
  static String token(int number, String operation, BsonDocument key) {
    StringBuilder data = new StringBuilder(place(number)).append("46");
    field(data, "3C", "operationType").append(hex(operation)).append("00");
    field(data, "46", "documentKey");
    key.forEach(
        (name, value) -> field(data, "3C", name).append(hex(value.toString())).append("00"));
    return data.append("000004").toString();
  }

  /** The token of a change of a whole collection. */
  static String token(int number, String operation) {
    StringBuilder data = new StringBuilder(place(number)).append("46");
    return field(data, "3C", "operationType").append(hex(operation)).append("000004").toString();
  }

  private static StringBuilder field(StringBuilder data, String type, String name) {
    return data.append(type).append(hex(name)).append("00").append(type);
  }

  private static String hex(String text) {
    return HEX.formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  static LogEntry entry(int number, BsonDocument event) {
    String operation = event.getString("operationType").getValue();
    String token =
        event.containsKey("documentKey")
            ? token(number, operation, event.getDocument("documentKey"))
            : token(number, operation);
    BsonDocument whole = new BsonDocument("_id", new BsonDocument("_data", new BsonString(token)));
    whole.putAll(event);
    return new LogEntry(Change.of(new RawBsonDocument(whole, new BsonDocumentCodec())));
  }

  static LogEntry entry(int number, String event) {
    return entry(number, BsonDocument.parse(event));
  }

  static BsonDocument seen(LogEntry entry) {
    return ((Change) entry.content()).document().decode(new BsonDocumentCodec());
  }

  static Position position(int number, String suffix) {
    return new Position(place(number) + suffix);
  }
}
