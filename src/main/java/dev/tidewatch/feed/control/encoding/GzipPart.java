package dev.tidewatch.feed.control.encoding;

import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Bytes as a part of a gzip stream: whole blocks of deflate (RFC 1951) that refer to nothing before
 * them and end at a byte. So the same part goes into the stream of every reader, wherever that
 * stands, and a reader can decode it at once.
 */
public final class GzipPart {

  /** Fewer bytes are not compressed, because that costs more than it saves. */
  public static final int LEAST_BYTES = 1024;

  /** More would take longer than a millisecond. */
  public static final int LARGE_BYTES = 64 * 1024;

  /** The most bytes in a block that is stored as it is. */
  private static final int STORED_BYTES = 0xFFFF;

  private static final int STORED_HEAD = 5;

  private GzipPart() {}

  /** The part of these bytes: compressed, or stored if they are few. */
  public static byte[] of(byte[] bytes) {
    return bytes.length < LEAST_BYTES ? stored(bytes) : deflated(bytes);
  }

  /** A new deflater knows no earlier bytes; one that is kept would be no faster. */
  private static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(bytes);
      byte[] part = new byte[bytes.length / 2 + 64];
      int end = 0;
      while (true) {
        end += deflater.deflate(part, end, part.length - end, Deflater.SYNC_FLUSH);
        if (end < part.length) {
          return Arrays.copyOf(part, end);
        }
        part = Arrays.copyOf(part, 2 * part.length);
      }
    } finally {
      deflater.end();
    }
  }

  private static byte[] stored(byte[] bytes) {
    ByteBuilder part = new ByteBuilder(bytes.length + STORED_HEAD);
    for (int from = 0; from < bytes.length; from += STORED_BYTES) {
      int length = Math.min(STORED_BYTES, bytes.length - from);
      part.write(0);
      littleEndian(part, length, 2);
      littleEndian(part, ~length, 2);
      part.write(bytes, from, length);
    }
    return part.toByteArray();
  }

  static void littleEndian(ByteBuilder bytes, long value, int count) {
    for (int i = 0; i < count; i++) {
      bytes.write((int) (value >>> 8 * i));
    }
  }
}
