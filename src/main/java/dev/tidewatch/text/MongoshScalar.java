package dev.tidewatch.text;

import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonRegularExpression;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;

/** One value that holds no document and no array, in mongosh notation. */
final class MongoshScalar {

  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

  private MongoshScalar() {}

  /** A field's name, quoted only where it must be. */
  static String name(String name) {
    return IDENTIFIER.matcher(name).matches() ? name : quote(name);
  }

  static String print(BsonValue value) {
    return switch (value.getBsonType()) {
      case STRING -> quote(value.asString().getValue());
      case INT32 -> Integer.toString(value.asInt32().getValue());
      case INT64 -> "Long('" + value.asInt64().getValue() + "')";
      case DOUBLE -> number(value.asDouble().getValue());
      case DECIMAL128 -> "Decimal128('" + value.asDecimal128().getValue() + "')";
      case BOOLEAN -> Boolean.toString(value.asBoolean().getValue());
      case NULL -> "null";
      case UNDEFINED -> "undefined";
      case OBJECT_ID -> "ObjectId('" + value.asObjectId().getValue().toHexString() + "')";
      case DATE_TIME -> date(value.asDateTime().getValue());
      case TIMESTAMP -> timestamp(value.asTimestamp());
      case BINARY -> binary(value.asBinary());
      case REGULAR_EXPRESSION -> regex(value.asRegularExpression());
      case JAVASCRIPT -> "Code(" + quote(value.asJavaScript().getCode()) + ")";
      case SYMBOL -> "BSONSymbol(" + quote(value.asSymbol().getSymbol()) + ")";
      case DB_POINTER ->
          "DBRef("
              + quote(value.asDBPointer().getNamespace())
              + ", ObjectId('"
              + value.asDBPointer().getId().toHexString()
              + "'))";
      case MIN_KEY -> "MinKey()";
      case MAX_KEY -> "MaxKey()";
      case DOCUMENT, ARRAY, JAVASCRIPT_WITH_SCOPE, END_OF_DOCUMENT ->
          throw new IllegalArgumentException(value.getBsonType() + " is no scalar");
    };
  }

  /** A double as JavaScript prints it: no ".0", and an exponent only from 1e21 on. */
  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e21) {
      // -0 is the only whole number that a BigDecimal cannot hold
      return 1 / value == Double.NEGATIVE_INFINITY
          ? "-0"
          : new java.math.BigDecimal(value).toPlainString();
    }
    return Double.toString(value)
        .replace(".0E", "E")
        .replaceFirst("E(\\d)", "e+$1")
        .replace('E', 'e');
  }

  private static String date(long millis) {
    // mongosh cannot print a year without four digits as an ISO date; it accepts milliseconds
    return millis < -62_167_219_200_000L || millis >= IsoTime.END
        ? "new Date(" + millis + ")"
        : "ISODate('" + IsoTime.withMillis(Instant.ofEpochMilli(millis)) + "')";
  }

  private static String timestamp(BsonTimestamp time) {
    return "Timestamp({ t: "
        + Integer.toUnsignedString(time.getTime())
        + ", i: "
        + Integer.toUnsignedString(time.getInc())
        + " })";
  }

  private static String binary(BsonBinary binary) {
    if (binary.getType() == BsonBinarySubType.UUID_STANDARD.getValue()
        && binary.getData().length == 16) {
      return "UUID('" + binary.asUuid() + "')";
    }
    return "Binary.createFromBase64('"
        + Base64.getEncoder().encodeToString(binary.getData())
        + "', "
        + Byte.toUnsignedInt(binary.getType())
        + ")";
  }

  private static String regex(BsonRegularExpression regex) {
    return "/" + pattern(regex.getPattern()) + "/" + regex.getOptions();
  }

  /** Escapes slashes and invisible characters; one after a backslash is already escaped. */
  private static String pattern(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int before = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(before)) {
      boolean escaped = text.charAt(i) == '\\' && i + 1 < text.length();
      i += escaped ? 1 : 0;
      int c = text.codePointAt(i);
      boolean invisible = Invisible.inValue(c, before);
      out.append(!invisible && (escaped || c == '/') ? "\\" : "");
      Invisible.append(out, c, invisible);
      before = c;
    }
    return out.toString();
  }

  /** Quotes a string: in single quotes, unless only other quotes need no escape. */
  static String quote(String text) {
    char quote = quoteFor(text);
    StringBuilder out = new StringBuilder(text.length() + 2).append(quote);
    int before = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(before)) {
      int c = text.codePointAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c == quote) {
            out.append('\\').append(quote);
          } else {
            Invisible.append(out, c, isEscaped(c, before));
          }
        }
      }
      before = c;
    }
    return out.append(quote).toString();
  }

  /**
   * Whether a character is escaped: it is invisible, or an unpaired surrogate, which UTF-8 cannot
   * encode.
   */
  private static boolean isEscaped(int c, int before) {
    return c < ' '
        || c == 0x7f
        || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
        || Invisible.inValue(c, before);
  }

  private static char quoteFor(String text) {
    for (char quote : new char[] {'\'', '"', '`'}) {
      if (text.indexOf(quote) < 0) {
        return quote;
      }
    }
    return '\'';
  }
}
