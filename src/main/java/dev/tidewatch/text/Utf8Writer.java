package dev.tidewatch.text;

import java.io.Writer;
import java.util.Arrays;

/**
 * Collects text as UTF-8 without building a string of all of it.
 *
 * <p>One thread. Bound: given at the start.
 */
final class Utf8Writer extends Writer {

  private final int most;
  private byte[] bytes;
  private int size;

  /**
   * An empty text.
   *
   * @param before the number of bytes to leave free at its beginning
   * @param most the most bytes, including the free ones
   */
  Utf8Writer(int before, int most) {
    this.most = most;
    this.bytes = new byte[before + 512];
    this.size = before;
  }

  @Override
  public void write(int c) {
    room(1);
    if (c < 0x80) {
      bytes[size++] = (byte) c;
    } else {
      write(String.valueOf((char) c));
    }
  }

  @Override
  public void write(String text) {
    append(text, 0, text.length());
  }

  @Override
  public void write(char[] chars, int offset, int length) {
    append(new String(chars, offset, length), 0, length);
  }

  @Override
  public void write(String text, int offset, int length) {
    append(text, offset, offset + length);
  }

  @Override
  public Writer append(CharSequence text, int from, int to) {
    append(text.toString(), from, to);
    return this;
  }

  private void append(String text, int from, int to) {
    room(to - from);
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes[size++] = (byte) c;
      } else {
        i += appendLong(text, i, to);
        room(to - i);
      }
    }
  }

  /** Returns how many characters beyond the first were consumed. */
  private int appendLong(String text, int i, int to) {
    int code = text.codePointAt(i);
    boolean pair = Character.isSupplementaryCodePoint(code) && i + 1 < to;
    room(4);
    if (pair) {
      put(0xf0 | code >> 18, code >> 12, code >> 6, code);
    } else if (Character.isSurrogate(text.charAt(i))) {
      // UTF-8 cannot encode an unpaired surrogate
      bytes[size++] = '?';
    } else if (code < 0x800) {
      put(0xc0 | code >> 6, code);
    } else {
      put(0xe0 | code >> 12, code >> 6, code);
    }
    return pair ? 1 : 0;
  }

  private void put(int first, int... rest) {
    bytes[size++] = (byte) first;
    for (int part : rest) {
      bytes[size++] = (byte) (0x80 | part & 0x3f);
    }
  }

  /** Makes room for more bytes, and for those of one character. */
  private void room(int more) {
    long needed = (long) size + more + 4;
    if (needed - 4 > most) {
      throw new TextTooLongException("a text of more than " + most + " bytes");
    }
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(most + 8L, Math.max(needed, 2L * bytes.length)));
    }
  }

  /** Everything written, after the free bytes. */
  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
