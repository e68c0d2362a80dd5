package dev.tidewatch.web.handshake;

import java.util.function.LongSupplier;

/**
 * Parses the headers of the WebSocket frames (RFC 6455, section 5.2) of one client, to detect too
 * much input before the server reads it. A server may collect the parts of a message without bound,
 * and queue an answer to each ping.
 *
 * <p>Holds no payload. One thread at a time.
 */
public final class ClientFrames {

  /** The most bytes of a message, and of the control frames of one second. */
  public static final int MAX_BYTES = 1024;

  /**
   * The most parts of a message: one for each byte, and an empty last one. Parts count because they
   * may be empty.
   */
  static final int MAX_PARTS = MAX_BYTES + 1;

  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final int FIRST_CONTROL = 8;
  private static final int MASK_BYTES = 4;
  private static final int CONTROL_HEAD_BYTES = 6;

  private final LongSupplier nanoTime;
  private int read;
  private int first;
  private int headBytes = 2;
  private long length;
  private long payload;
  private long messageBytes;
  private int parts;
  private long controlBytes;
  private long secondBegan;

  /** A counter with a clock like {@link System#nanoTime}. */
  public ClientFrames(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.secondBegan = nanoTime.getAsLong();
  }

  /**
   * Starts in the middle of a frame.
   *
   * @param rest the remaining bytes of its payload
   * @return whether the client may go on
   */
  public boolean startWithin(long rest) {
    payload = rest;
    return rest >= 0 && rest <= MAX_BYTES;
  }

  /**
   * Counts the next bytes.
   *
   * @return whether the client may continue; after false, further bytes do not matter
   */
  public boolean take(byte[] bytes, int offset, int count) {
    int at = offset;
    int end = offset + count;
    while (at < end) {
      if (payload > 0) {
        int skipped = (int) Math.min(payload, end - at);
        payload -= skipped;
        at += skipped;
      } else if (takesHead(bytes[at++] & 0xff) && !endHead()) {
        return false;
      }
    }
    return true;
  }

  /** Whether this byte is the last of a header. */
  private boolean takesHead(int value) {
    if (read == 0) {
      first = value;
      length = 0;
    } else if (read == 1) {
      int lengthCode = value & 0x7f;
      int lengthBytes = lengthCode < 126 ? 0 : lengthCode == 126 ? 2 : 8;
      length = lengthBytes == 0 ? lengthCode : 0;
      headBytes = 2 + lengthBytes + ((value & 0x80) == 0 ? 0 : MASK_BYTES);
    } else if (headBytes - read > MASK_BYTES || headBytes == 4 || headBytes == 10) {
      length = length << 8 | value;
    }
    read++;
    return read >= 2 && read == headBytes;
  }

  private boolean endHead() {
    read = 0;
    headBytes = 2;
    payload = length;
    // a length of 2^63 or more, which the RFC forbids
    return length >= 0 && ((first & 0x0f) >= FIRST_CONTROL ? countControl() : countPart());
  }

  private boolean countPart() {
    boolean continues = (first & 0x0f) == 0;
    messageBytes = (continues ? messageBytes : 0) + length;
    parts = continues ? parts + 1 : 1;
    return messageBytes >= 0 && messageBytes <= MAX_BYTES && parts <= MAX_PARTS;
  }

  private boolean countControl() {
    long now = nanoTime.getAsLong();
    if (now - secondBegan >= SECOND_NANOS) {
      secondBegan = now;
      controlBytes = 0;
    }
    controlBytes += CONTROL_HEAD_BYTES + length;
    return controlBytes <= MAX_BYTES;
  }
}
