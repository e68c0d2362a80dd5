package dev.tidewatch.feed.control.filter;

import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** A JSON string, which a parameter may be where its plain text would mean something else. */
final class QuotedText {

  private QuotedText() {}

  /** What it says; empty if that is not one string. */
  static Optional<String> parse(String text) {
    if (text.length() < 2 || !text.startsWith("\"") || end(text) != text.length() - 1) {
      return Optional.empty();
    }
    try {
      BsonValue value = BsonDocument.parse("{\"v\":" + text + "}").get("v");
      return Optional.of(value.asString().getValue());
    } catch (RuntimeException e) {
      // the driver's parser throws a dozen kinds of them
      return Optional.empty();
    }
  }

  private static int end(String text) {
    int at = 1;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
  }
}
