package dev.tidewatch.text;

/** Text that stays text in HTML. */
public final class Html {

  private Html() {}

  /** Escapes the five characters that mean something in HTML, in content and in attributes. */
  public static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + text.length() / 8);
    int copied = 0;
    for (int i = 0; i < text.length(); i++) {
      String escaped = escaped(text.charAt(i));
      if (escaped != null) {
        out.append(text, copied, i).append(escaped);
        copied = i + 1;
      }
    }
    return out.append(text, copied, text.length()).toString();
  }

  private static String escaped(char c) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      default -> null;
    };
  }
}
