package dev.tidewatch.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Detects text that Java could not decode. It decodes environment variables and arguments in the
 * locale's charset and never refuses a byte: in the locale C each byte of an é becomes U+FFFD, and
 * in a Latin-1 locale the UTF-8 of an é becomes "Ã©".
 */
final class Decoding {

  /** The remedy. */
  static final String REMEDY =
      "must hold only characters that Java can decode: start the server with LANG=C.UTF-8"
          + " (LC_ALL, where it is set, overrides LANG)";

  private static final char REPLACEMENT = '\uFFFD';

  private static final Charset LOCALE = charset();

  private Decoding() {}

  private static Charset charset() {
    String name = System.getProperty("sun.jnu.encoding");
    return name != null && Charset.isSupported(name)
        ? Charset.forName(name)
        : StandardCharsets.UTF_8;
  }

  /** Whether a text was decoded incorrectly. */
  static boolean hasFailed(String text) {
    return hasFailed(text, LOCALE);
  }

  /**
   * As above.
   *
   * @param locale the charset that environment variables and arguments were decoded in
   */
  static boolean hasFailed(String text, Charset locale) {
    return text.indexOf(REPLACEMENT) >= 0
        || !StandardCharsets.UTF_8.newEncoder().canEncode(text)
        || !locale.equals(StandardCharsets.UTF_8) && isUtf8ReadAs(locale, text);
  }

  /** Whether the bytes that the locale's charset read it from are UTF-8 and more than ASCII. */
  private static boolean isUtf8ReadAs(Charset locale, String text) {
    try {
      ByteBuffer bytes = locale.newEncoder().encode(CharBuffer.wrap(text));
      String meant = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return !meant.equals(text);
    } catch (CharacterCodingException | UnsupportedOperationException e) {
      return false;
    }
  }
}
