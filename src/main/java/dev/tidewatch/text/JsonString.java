package dev.tidewatch.text;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A JSON string (RFC 8259, section 7). Copies runs of characters that need no escape. The driver
 * writes one character at a time, which for a change's {@code html} costs more than the rest of its
 * message.
 */
public final class JsonString {

  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private JsonString() {}

  /** The text in double quotes, ready to be a value. */
  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + text.length() / 16 + 2);
    try {
      quote(text, out);
    } catch (IOException e) {
      throw new UncheckedIOException("a StringBuilder throws none", e);
    }
    return out.toString();
  }

  /** As above, appended to a possibly long text. */
  static void quote(String text, Appendable out) throws IOException {
    out.append('"');
    int copied = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isPlain(c)) {
        out.append(text, copied, i);
        escape(out, c);
        copied = i + 1;
      }
    }
    out.append(text, copied, text.length()).append('"');
  }

  private static boolean isPlain(char c) {
    return c < 0x7f ? c >= ' ' && c != '"' && c != '\\' : isPrinted(c);
  }

  /**
   * Whether a character needs no escape: it is visible and not a surrogate, which UTF-8 cannot
   * encode alone.
   */
  private static boolean isPrinted(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static void escape(Appendable out, char c) throws IOException {
    out.append('\\');
    switch (c) {
      case '"', '\\' -> out.append(c);
      case '\b' -> out.append('b');
      case '\f' -> out.append('f');
      case '\n' -> out.append('n');
      case '\r' -> out.append('r');
      case '\t' -> out.append('t');
      default -> {
        out.append('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(HEX[c >> shift & 0xf]);
        }
      }
    }
  }
}
