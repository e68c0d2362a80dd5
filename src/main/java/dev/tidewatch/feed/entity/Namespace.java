package dev.tidewatch.feed.entity;

/**
 * A database's name and a collection's.
 *
 * @param database not empty
 * @param collection not empty; may itself hold dots
 */
public record Namespace(String database, String collection) {

  /** Reads {@code db.coll}; the first dot separates. Throws IllegalArgumentException otherwise. */
  public static Namespace parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException("Invalid ns \"" + text + "\", must contain a \".\"");
    }
    if (dot == 0 || dot == text.length() - 1) {
      throw new IllegalArgumentException(
          "Invalid ns \"" + text + "\", must have a name on both sides of the \".\"");
    }
    return new Namespace(text.substring(0, dot), text.substring(dot + 1));
  }

  @Override
  public String toString() {
    return database + "." + collection;
  }
}
