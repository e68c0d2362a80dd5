package dev.tidewatch.text;

/**
 * Invisible characters. Directional ones reorder the text around them (Unicode Standard Annex 9);
 * the others make different values look equal.
 *
 * <p>They are controls, line and paragraph separators, annotation marks, and characters with the
 * property {@code Default_Ignorable_Code_Point}. Spaces of any width are not among them, because
 * they take up room.
 */
public final class Invisible {

  private static final char JOINER = 0x200d;
  private static final char NON_JOINER = 0x200c;

  private Invisible() {}

  /**
   * Whether a character is invisible in a value, where each character matters. A variation selector
   * after a visible non-ASCII character chooses that character's form, such as an emoji's colour.
   *
   * @param before the character before it; 0 if there is none
   */
  static boolean inValue(int c, int before) {
    return isIgnorable(c) && !(isSelector(c) && before >= 0x80 && !isIgnorable(before));
  }

  /**
   * Whether a character is invisible in a sentence. Joiners are allowed there, because they spell
   * words (in Persian) and combine emoji; tabs and line breaks are visible.
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

  /** A value's text, or JSON, with invisible characters escaped as in JavaScript and JSON. */
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

  /**
   * Adds a character or its escape; a surrogate pair has two, because JSON has no other escape for
   * it.
   */
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
