package dev.tidewatch.feed.entity;

/**
 * A watched namespace: a collection, a database or every database.
 *
 * @param database null for every database
 * @param collection null for every collection; may hold dots
 */
public record Namespace(String database, String collection) {

  /** Every database of a deployment. */
  public static final Namespace DEPLOYMENT = new Namespace(null, null);

  private static final String ALL = "*";

  /**
   * Parses {@code db.coll}, {@code db.*} or {@code *}; the first dot separates. Throws
   * IllegalArgumentException for anything else.
   */
  public static Namespace parse(String text) {
    if (text.equals(ALL)) {
      return DEPLOYMENT;
    }
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException("Invalid ns \"" + text + "\", must contain a \".\"");
    }
    if (dot == 0 || dot == text.length() - 1) {
      throw new IllegalArgumentException(
          "Invalid ns \"" + text + "\", must have a name on both sides of the \".\"");
    }
    String collection = text.substring(dot + 1);
    return new Namespace(text.substring(0, dot), collection.equals(ALL) ? null : collection);
  }

  @Override
  public String toString() {
    return database == null ? ALL : database + "." + (collection == null ? ALL : collection);
  }
}
