package dev.tidewatch.text;

/**
 * Text as HTML that shows it in the order in which it is stored. Right-to-left text reorders what
 * is beside it (Unicode Standard Annex 9), so each value is isolated in a {@code bdi}, and
 * invisible characters are named. Only markup is added: the text is unchanged.
 */
final class IsolatedHtml {

  private static final String OPENING = "'\"`/";

  private final String text;
  private final StringBuilder out;

  IsolatedHtml(String text) {
    this.text = text;
    this.out = new StringBuilder(text.length() + text.length() / 8);
  }

  /** HTML of mongosh notation or JSON, in which only quoted text can have a direction. */
  String notation() {
    int copied = 0;
    for (int i = 0; i < text.length(); i++) {
      if (OPENING.indexOf(text.charAt(i)) >= 0) {
        int end = closing(i);
        String token = text.substring(i, end);
        if (token.codePoints().anyMatch(IsolatedHtml::isRightToLeft)) {
          out.append(Html.escapeContent(text.substring(copied, i))).append("<bdi>");
          quoted(token);
          out.append("</bdi>");
          copied = end;
        }
        i = end - 1;
      }
    }
    return out.append(Html.escapeContent(text.substring(copied))).toString();
  }

  /** HTML of a name, a message or a sentence. */
  String sentence() {
    int copied = 0;
    int before = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(before)) {
      int c = text.codePointAt(i);
      if (Invisible.inSentence(c, before)) {
        out.append(Html.escapeContent(text.substring(copied, i)))
            .append(String.format("<bdi class=\"mark\" data-code=\"U+%04X\">", c))
            .appendCodePoint(c)
            .append("</bdi>");
        copied = i + Character.charCount(c);
      }
      before = c;
    }
    return out.append(Html.escapeContent(text.substring(copied))).toString();
  }

  /**
   * The index after the closing quote; a value also ends with its line, because text may be cut.
   */
  private int closing(int start) {
    for (int i = start + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == text.charAt(start)) {
        return i + 1;
      }
      if (c == '\n') {
        return i;
      }
      i += c == '\\' ? 1 : 0;
    }
    return text.length();
  }

  /**
   * Adds quoted text. An escape stays in one piece, because its backslash has no direction and its
   * letter has one.
   */
  private void quoted(String token) {
    int copied = 0;
    for (int i = token.indexOf('\\'); i >= 0; i = token.indexOf('\\', copied)) {
      int end = Math.min(token.length(), token.startsWith("\\u", i) ? i + 6 : i + 2);
      out.append(Html.escapeContent(token.substring(copied, i)))
          .append("<bdi>")
          .append(Html.escapeContent(token.substring(i, end)))
          .append("</bdi>");
      copied = end;
    }
    out.append(Html.escapeContent(token.substring(copied)));
  }

  /** The blocks of all letters and digits of the classes R, AL and AN. */
  private static boolean isRightToLeft(int c) {
    return c >= 0x0590 && c <= 0x08ff
        || c >= 0xfb1d && c <= 0xfdff
        || c >= 0xfe70 && c <= 0xfefc
        || c >= 0x10800 && c <= 0x10fff
        || c >= 0x1e800 && c <= 0x1efff;
  }
}
