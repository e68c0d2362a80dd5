package dev.tidewatch.development.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Finds values of the BSON type undefined, which mongo-java-server reads as null without a word.
 * Types and lengths are those of bsonspec.org.
 */
final class UndefinedValues {

  private static final int UNDEFINED = 0x06;

  private UndefinedValues() {}

  /**
   * The name of the first field whose value is undefined; null if there is none.
   *
   * @param bson positioned at a document; not moved. Throws IndexOutOfBoundsException or
   *     IllegalArgumentException if it is no BSON
   */
  static String firstIn(ByteBuf bson) {
    return document(bson.duplicate());
  }

  private static String document(ByteBuf bson) {
    int end = bson.readerIndex() + bson.readIntLE();
    for (int type = bson.readUnsignedByte(); type != 0; type = bson.readUnsignedByte()) {
      String name = text(bson);
      String found = type == UNDEFINED ? name : value(type, bson);
      if (found != null) {
        return found;
      }
    }
    bson.readerIndex(end);
    return null;
  }

  private static String value(int type, ByteBuf bson) {
    switch (type) {
      case 0x03, 0x04 -> {
        return document(bson);
      }
      case 0x0A, 0x7F, 0xFF -> {
        // null, MaxKey and MinKey have no bytes
      }
      case 0x08 -> bson.skipBytes(1);
      case 0x10 -> bson.skipBytes(4);
      case 0x01, 0x09, 0x11, 0x12 -> bson.skipBytes(8);
      case 0x07 -> bson.skipBytes(12);
      case 0x13 -> bson.skipBytes(16);
      case 0x02, 0x0D, 0x0E -> skipString(bson);
      case 0x05 -> bson.skipBytes(bson.readIntLE() + 1);
      case 0x0B -> {
        text(bson);
        text(bson);
      }
      case 0x0C -> {
        skipString(bson);
        bson.skipBytes(12);
      }
      case 0x0F -> bson.skipBytes(bson.readIntLE() - 4);
      default -> throw new IllegalArgumentException("the BSON type " + type);
    }
    return null;
  }

  private static void skipString(ByteBuf bson) {
    bson.skipBytes(bson.readIntLE());
  }

  /** Up to a zero byte. */
  private static String text(ByteBuf bson) {
    int length = bson.bytesBefore((byte) 0);
    String text = bson.toString(bson.readerIndex(), length, StandardCharsets.UTF_8);
    bson.skipBytes(length + 1);
    return text;
  }
}
