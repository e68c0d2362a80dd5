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

  /** Escapes the three characters that mean something in the content of an element. */
  static String escapeContent(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /**
   * Mongosh notation, or JSON, as the content of an element: what runs from right to left is
   * isolated, and reorders nothing beside it.
   */
  public static String isolated(String notation) {
    return new IsolatedHtml(notation).notation();
  }

  /**
   * A name, a message or a sentence as the content of an element: what shows nothing is named, and
   * reorders nothing.
   */
  public static String marked(String sentence) {
    return new IsolatedHtml(sentence).sentence();
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
