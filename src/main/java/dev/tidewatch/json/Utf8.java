package dev.tidewatch.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: malformed input is refused, not replaced. */
final class Utf8 {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Utf8() {}

  /** The text, without a byte order mark; throws InvalidJsonException if it is not UTF-8. */
  static String decode(byte[] utf8) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(utf8.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(utf8), text, true);
    text.flip();
    if (result.isError()) {
      throw notUtf8(text.toString());
    }
    return text.length() > 0 && text.charAt(0) == BYTE_ORDER_MARK
        ? text.subSequence(1, text.length()).toString()
        : text.toString();
  }

  /** Whether the text has no unpaired surrogate, which UTF-8 cannot encode. */
  static boolean canHold(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSurrogatePair(
            text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : 0)) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static InvalidJsonException notUtf8(String before) {
    long line = 1 + before.chars().filter(c -> c == '\n').count();
    int column = before.length() - before.lastIndexOf('\n');
    return new InvalidJsonException("The body is not UTF-8.", line, column);
  }
}
