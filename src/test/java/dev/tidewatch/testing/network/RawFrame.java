package dev.tidewatch.testing.network;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** WebSocket frames (RFC 6455, section 5.2) as clients send them, also such as no client sends. */
public final class RawFrame {

  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int PING = 9;
  public static final int PONG = 10;

  private static final int LAST = 0x80;
  private static final int MASKED = 0x80;

  private RawFrame() {}

  /** A whole text message of that many letters. */
  public static byte[] text(int length) {
    return of(TEXT, true, length);
  }

  /** A whole binary message of that many bytes. */
  public static byte[] binary(int length) {
    return of(BINARY, true, length);
  }

  /** A frame with that many letters. */
  public static byte[] of(int opcode, boolean last, int length) {
    byte[] head = head(opcode, last, length);
    byte[] frame = Arrays.copyOf(head, head.length + length);
    Arrays.fill(frame, head.length, frame.length, (byte) 'x');
    return frame;
  }

  /** A frame without the payload that it declares, masked with zeros. */
  public static byte[] head(int opcode, boolean last, long declared) {
    ByteBuffer head = ByteBuffer.allocate(14);
    head.put((byte) ((last ? LAST : 0) | opcode));
    if (declared >= 0 && declared < 126) {
      head.put((byte) (MASKED | declared));
    } else if (declared >= 0 && declared < 65_536) {
      head.put((byte) (MASKED | 126)).putShort((short) declared);
    } else {
      head.put((byte) (MASKED | 127)).putLong(declared);
    }
    head.putInt(0);
    return Arrays.copyOf(head.array(), head.position());
  }
}
