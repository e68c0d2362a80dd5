package dev.tidewatch.feed.boundary;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Control frames as a server sends them (RFC 6455, section 5.5). */
final class ControlFrame {

  private static final byte CLOSE = (byte) 0x88;
  private static final int MOST_BYTES = 125;
  private static final int CODE_BYTES = 2;

  private ControlFrame() {}

  /**
   * A close.
   *
   * @param reason at most 123 bytes in UTF-8
   */
  static byte[] close(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    if (CODE_BYTES + text.length > MOST_BYTES) {
      throw new IllegalArgumentException("a reason of " + text.length + " bytes");
    }
    return ByteBuffer.allocate(2 + CODE_BYTES + text.length)
        .put(CLOSE)
        .put((byte) (CODE_BYTES + text.length))
        .putShort((short) code)
        .put(text)
        .array();
  }
}
