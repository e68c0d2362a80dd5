package dev.tidewatch.feed.control.filter;

import dev.tidewatch.documents.ExtendedJson;
import dev.tidewatch.feed.entity.CloseReason;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDouble;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/**
 * The {@code key} of a request: which {@code _id}s a reader wants. What starts with <code>{</code>
 * is a value in Extended JSON. Any other text means the string itself, and also the value that it
 * denotes: a number, {@code true}, {@code false}, {@code null}, a quoted string, an ObjectId's hex
 * or a UUID.
 */
final class KeyParameter {

  // a number of JSON
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private KeyParameter() {}

  /** Every value that a document's {@code _id} may equal; throws BadParameterException. */
  static Set<ComparedValue> parse(String text) {
    if (text.stripLeading().startsWith("{")) {
      return Set.of(ComparedValue.of(extended(text)));
    }
    Set<ComparedValue> values = new HashSet<>();
    values.add(ComparedValue.of(new BsonString(text)));
    addNumber(values, text);
    BsonValue other = read(text);
    if (other != null) {
      values.add(ComparedValue.of(other));
    }
    return values;
  }

  private static BsonValue extended(String text) {
    BsonValue value;
    try {
      value = ExtendedJson.parse(text);
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage());
    }
    return switch (value.getBsonType()) {
      case REGULAR_EXPRESSION, UNDEFINED -> throw refused("no document has such an _id");
      default -> value;
    };
  }

  private static BadParameterException refused(String why) {
    return new BadParameterException(
        CloseReason.BAD_KEY,
        "key",
        "What starts with { in the parameter key must be an _id in Extended JSON, such as"
            + " {\"$numberInt\":\"5\"}: "
            + why
            + ".");
  }

  /** A fraction means both the nearest double and the exact decimal. */
  private static void addNumber(Set<ComparedValue> values, String text) {
    if (!NUMBER.matcher(text).matches()) {
      return;
    }
    BigDecimal exact;
    try {
      exact = new BigDecimal(text);
    } catch (NumberFormatException e) {
      // an exponent that no BSON number has
      return;
    }
    values.add(ComparedValue.of(exact));
    double nearest = exact.doubleValue();
    if (exact.scale() > 0 && !Double.isInfinite(nearest)) {
      values.add(ComparedValue.of(new BsonDouble(nearest)));
    }
  }

  /** The value that the text denotes, other than a number; null if it is only a string. */
  private static BsonValue read(String text) {
    if (text.equals("null")) {
      return BsonNull.VALUE;
    }
    if (text.equals("true") || text.equals("false")) {
      return BsonBoolean.valueOf(Boolean.parseBoolean(text));
    }
    if (ObjectId.isValid(text)) {
      return new BsonObjectId(new ObjectId(text));
    }
    if (UUID_TEXT.matcher(text).matches()) {
      return new BsonBinary(UUID.fromString(text));
    }
    return text.startsWith("\"") ? QuotedText.parse(text).map(BsonString::new).orElse(null) : null;
  }
}
