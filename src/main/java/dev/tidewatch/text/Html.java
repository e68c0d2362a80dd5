package dev.tidewatch.text;

/** Escapes text for HTML. */
public final class Html {

  private Html() {}

  /** Escapes the five special characters of HTML, for content and attributes. */
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

  /** Escapes the three special characters of an element's content. */
  static String escapeContent(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /**
   * Mongosh notation, or JSON, as the content of an element: right-to-left text is isolated and
   * does not reorder what is beside it.
   */
  public static String isolated(String notation) {
    return new IsolatedHtml(notation).notation();
  }

  /**
   * A name, a message or a sentence as the content of an element: invisible characters are named
   * and do not reorder text.
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
