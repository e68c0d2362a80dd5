package dev.tidewatch.feed.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket message in one unmasked text frame, as a server sends it (RFC 6455, section 5.2). */
final class TextFrame {

  private static final byte FINAL_TEXT = (byte) 0x81;
  private static final int MAX_SHORT = 125;
  private static final int MAX_UNSIGNED_SHORT = 0xffff;
  private static final byte TWO_BYTES_FOLLOW = 126;
  private static final byte EIGHT_BYTES_FOLLOW = 127;

  private TextFrame() {}

  static byte[] of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same, of a text in UTF-8. */
  static byte[] of(byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(headLength(payload.length) + payload.length);
    frame.put(FINAL_TEXT);
    if (payload.length <= MAX_SHORT) {
      frame.put((byte) payload.length);
    } else if (payload.length <= MAX_UNSIGNED_SHORT) {
      frame.put(TWO_BYTES_FOLLOW).putShort((short) payload.length);
    } else {
      frame.put(EIGHT_BYTES_FOLLOW).putLong(payload.length);
    }
    return frame.put(payload).array();
  }

  /** How many bytes a frame carries. */
  static int payload(byte[] frame) {
    return frame.length
        - switch (frame[1]) {
          case TWO_BYTES_FOLLOW -> 4;
          case EIGHT_BYTES_FOLLOW -> 10;
          default -> 2;
        };
  }

  private static int headLength(int payload) {
    return payload <= MAX_SHORT ? 2 : payload <= MAX_UNSIGNED_SHORT ? 4 : 10;
  }
}
