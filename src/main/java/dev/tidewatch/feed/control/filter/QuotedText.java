package dev.tidewatch.feed.control.filter;

import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * A parameter's value as a JSON string, for a text that would mean something else if it were plain.
 */
final class QuotedText {

  private QuotedText() {}

  /** The string; empty if the text is not exactly one JSON string. */
  static Optional<String> parse(String text) {
    if (text.length() < 2 || !text.startsWith("\"") || end(text) != text.length() - 1) {
      return Optional.empty();
    }
    try {
      BsonValue value = BsonDocument.parse("{\"v\":" + text + "}").get("v");
      return Optional.of(value.asString().getValue());
    } catch (RuntimeException e) {
      // the driver's parser throws many kinds of exceptions
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
