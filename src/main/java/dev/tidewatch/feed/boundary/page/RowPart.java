package dev.tidewatch.feed.boundary.page;

/** A piece of the words of a row. Has getters because EL reads properties. */
public final class RowPart {

  private final String kind;
  private final String text;

  /**
   * A piece.
   *
   * @param kind its class: {@code name}, {@code old}, {@code new}, {@code value} or {@code between}
   * @param text in mongosh notation, a name, or what is between them
   */
  RowPart(String kind, String text) {
    this.kind = kind;
    this.text = text;
  }

  public String getKind() {
    return kind;
  }

  public String getText() {
    return text;
  }
}
