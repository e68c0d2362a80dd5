package dev.tidewatch.text;

/**
 * Characters that show nothing themselves. Those that set a direction reorder the text around them
 * (Unicode Standard Annex 9); the others make different values look equal.
 *
 * <p>They are the controls, the separators of lines and paragraphs, the marks of annotations, and
 * what has the property {@code Default_Ignorable_Code_Point}. A space of any width is none, because
 * it takes up room.
 */
public final class Invisible {

  private static final char JOINER = 0x200d;
  private static final char NON_JOINER = 0x200c;

  private Invisible() {}

  /**
   * Whether a character shows nothing in a value, where each character counts. A variation selector
   * behind a visible character beyond ASCII chooses that character's form, such as an emoji's
   * colour.
   *
   * @param before the character before it; 0 if there is none
   */
  static boolean inValue(int c, int before) {
    return isIgnorable(c) && !(isSelector(c) && before >= 0x80 && !isIgnorable(before));
  }

  /**
   * Whether a character shows nothing in a sentence. There joiners, which reorder nothing, spell
   * words (in Persian) and make one emoji of several; a tab and a line break show.
   *
   * @param before as above
   */
  static boolean inSentence(int c, int before) {
    if (c < 0x80) {
      return (c < ' ' || c == 0x7f) && c != '\t' && c != '\n';
    }
    if (c == JOINER || c == NON_JOINER) {
      return before < 0x80 || before == JOINER || before == NON_JOINER;
    }
    return inValue(c, before);
  }

  /** A value's text, or JSON, with what shows nothing as JavaScript and JSON escape it. */
  public static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int before = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(before)) {
      int c = text.codePointAt(i);
      append(out, c, inValue(c, before));
      before = c;
    }
    return out.toString();
  }

  /** Adds a character, or its escape: one for each half of a pair, which JSON has no other for. */
  static void append(StringBuilder out, int c, boolean escaped) {
    if (!escaped) {
      out.appendCodePoint(c);
      return;
    }
    for (char half : Character.toChars(c)) {
      out.append(String.format("\\u%04x", (int) half));
    }
  }

  private static boolean isSelector(int c) {
    return c >= 0xfe00 && c <= 0xfe0f
        || c >= 0xe0100 && c <= 0xe01ef
        || c >= 0x180b && c <= 0x180f && c != 0x180e;
  }

  private static boolean isIgnorable(int c) {
    if (c < 0x200b) {
      return c >= 0x80 && c < 0xa0
          || c == 0xad
          || c == 0x034f
          || c == 0x061c
          || c >= 0x115f && c <= 0x1160
          || c >= 0x17b4 && c <= 0x17b5
          || c >= 0x180b && c <= 0x180f;
    }
    return c <= 0x200f
        || c >= 0x2028 && c <= 0x202e
        || c >= 0x2060 && c <= 0x206f
        || c == 0x3164
        || c >= 0xfe00 && c <= 0xfe0f
        || c == 0xfeff
        || c == 0xffa0
        || c >= 0xfff0 && c <= 0xfffb
        || c >= 0x1bca0 && c <= 0x1bca3
        || c >= 0x1d173 && c <= 0x1d17a
        || c >= 0xe0000 && c <= 0xe0fff;
  }
}
