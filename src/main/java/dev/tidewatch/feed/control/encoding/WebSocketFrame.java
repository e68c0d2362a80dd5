package dev.tidewatch.feed.control.encoding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A WebSocket message in one unmasked text frame, as a server sends it (RFC 6455, section 5.2). */
public final class WebSocketFrame {

  private static final byte FINAL_TEXT = (byte) 0x81;
  private static final int MAX_SHORT = 125;
  private static final int MAX_UNSIGNED_SHORT = 0xffff;
  private static final byte TWO_BYTES_FOLLOW = 126;
  private static final byte EIGHT_BYTES_FOLLOW = 127;

  /** The most bytes before the payload. */
  public static final int LONGEST_HEAD = 10;

  private WebSocketFrame() {}

  public static byte[] of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** As above, of a text in UTF-8. */
  public static byte[] of(byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(headLength(payload.length) + payload.length);
    putHead(frame, payload.length);
    return frame.put(payload).array();
  }

  /**
   * The frame of a payload that begins after {@link #LONGEST_HEAD} bytes of an array. The array
   * must not be used afterwards.
   */
  public static byte[] around(byte[] payload) {
    int length = payload.length - LONGEST_HEAD;
    int head = headLength(length);
    ByteBuffer frame = ByteBuffer.wrap(payload, LONGEST_HEAD - head, head);
    putHead(frame, length);
    return head == LONGEST_HEAD
        ? payload
        : Arrays.copyOfRange(payload, LONGEST_HEAD - head, payload.length);
  }

  private static void putHead(ByteBuffer frame, int payload) {
    frame.put(FINAL_TEXT);
    if (payload <= MAX_SHORT) {
      frame.put((byte) payload);
    } else if (payload <= MAX_UNSIGNED_SHORT) {
      frame.put(TWO_BYTES_FOLLOW).putShort((short) payload);
    } else {
      frame.put(EIGHT_BYTES_FOLLOW).putLong(payload);
    }
  }

  /** How many bytes a frame carries. */
  public static int payload(byte[] frame) {
    return frame.length
        - switch (frame[1]) {
          case TWO_BYTES_FOLLOW -> 4;
          case EIGHT_BYTES_FOLLOW -> 10;
          default -> 2;
        };
  }

  /** The text that a frame carries. */
  public static String text(byte[] frame) {
    int length = payload(frame);
    return new String(frame, frame.length - length, length, StandardCharsets.UTF_8);
  }

  private static int headLength(int payload) {
    return payload <= MAX_SHORT ? 2 : payload <= MAX_UNSIGNED_SHORT ? 4 : 10;
  }
}
