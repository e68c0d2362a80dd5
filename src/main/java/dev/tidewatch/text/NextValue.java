package dev.tidewatch.text;

import java.nio.charset.StandardCharsets;
import org.bson.BsonBinary;
import org.bson.BsonBinaryReader;
import org.bson.BsonJavaScript;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.io.BsonInput;
import org.bson.io.BsonInputMark;

/** What can be known of a BSON value without reading all of it. */
final class NextValue {

  private NextValue() {}

  /** The length of the next value in bytes, if BSON states it; else 0. */
  static int length(BsonBinaryReader reader) {
    return switch (reader.getCurrentBsonType()) {
      case STRING, SYMBOL, JAVASCRIPT, JAVASCRIPT_WITH_SCOPE, BINARY, DOCUMENT, ARRAY -> {
        BsonInput input = reader.getBsonInput();
        BsonInputMark mark = input.getMark(Integer.BYTES);
        int length = input.readInt32();
        mark.reset();
        yield length;
      }
      default -> 0;
    };
  }

  /**
   * The beginning of a string or a binary. The reader cannot be used afterwards.
   *
   * @param most bytes; the end may cut a character
   */
  static BsonValue beginning(BsonBinaryReader reader, int most) {
    BsonInput input = reader.getBsonInput();
    int length = input.readInt32();
    BsonType type = reader.getCurrentBsonType();
    byte subType = type == BsonType.BINARY ? input.readByte() : 0;
    byte[] bytes = new byte[Math.min(length, most)];
    input.readBytes(bytes);
    String text = new String(bytes, StandardCharsets.UTF_8);
    return switch (type) {
      case BINARY -> new BsonBinary(subType, bytes);
      case JAVASCRIPT -> new BsonJavaScript(text);
      case SYMBOL -> new BsonSymbol(text);
      default -> new BsonString(text);
    };
  }
}
