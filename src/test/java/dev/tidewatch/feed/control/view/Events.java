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
public final class Events {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String COLLECTION = "5A1004" + "1234567890ABCDEF1234567890ABCDEF";

  private Events() {}

  /** The place of an event, without what identifies the event. */
  public static String place(int number) {
    return String.format("82%08X%08X", 0x6B000000, number) + "2B042C0100296E" + COLLECTION;
  }

  /** The place of an event of a transaction, whose events share a time. */
  private static String place(String time, int index) {
    return time + "2B042C0100" + String.format("2B%02X", 2 * index) + "6E" + COLLECTION;
  }

  /** The token of a change of one document. */
  public static String token(int number, String operation, BsonDocument key) {
    return token(place(number), operation, key);
  }

  private static String token(String place, String operation, BsonDocument key) {
    StringBuilder data = new StringBuilder(place).append("46");
    field(data, "3C", "operationType").append(hex(operation)).append("00");
    field(data, "46", "documentKey");
    key.forEach(
        (name, value) -> field(data, "3C", name).append(hex(value.toString())).append("00"));
    return data.append("000004").toString();
  }

  /** The token of a change of a whole collection. */
  public static String token(int number, String operation) {
    StringBuilder data = new StringBuilder(place(number)).append("46");
    return field(data, "3C", "operationType").append(hex(operation)).append("000004").toString();
  }

  private static StringBuilder field(StringBuilder data, String type, String name) {
    return data.append(type).append(hex(name)).append("00").append(type);
  }

  private static String hex(String text) {
    return HEX.formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  public static LogEntry entry(int number, BsonDocument event) {
    String operation = event.getString("operationType").getValue();
    String token =
        event.containsKey("documentKey")
            ? token(number, operation, event.getDocument("documentKey"))
            : token(number, operation);
    return entry(token, event);
  }

  /** A change of one document in a transaction. */
  public static LogEntry entry(String time, int index, String change) {
    BsonDocument event = BsonDocument.parse(change);
    return entry(
        token(
            place(time, index),
            event.getString("operationType").getValue(),
            event.getDocument("documentKey")),
        event);
  }

  private static LogEntry entry(String token, BsonDocument event) {
    BsonDocument whole = new BsonDocument("_id", new BsonDocument("_data", new BsonString(token)));
    whole.putAll(event);
    return new LogEntry(Change.of(new RawBsonDocument(whole, new BsonDocumentCodec())));
  }

  public static LogEntry entry(int number, String event) {
    return entry(number, BsonDocument.parse(event));
  }

  public static BsonDocument seen(LogEntry entry) {
    return ((Change) entry.content()).document().decode(new BsonDocumentCodec());
  }

  public static Position position(int number, String suffix) {
    return new Position(place(number) + suffix);
  }
}
