package dev.tidewatch.query;

/**
 * A query is invalid. The message names the operator or the field and says what is possible; it
 * holds no value of the query, because a value may be one that others must not see.
 */
public final class InvalidQueryException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** More characters of a name are cut. */
  private static final int MOST_CHARACTERS = 100;

  InvalidQueryException(String message) {
    super(message);
  }

  /** A name of the query, for a message: neither long, nor with characters that break a line. */
  static String quote(String name) {
    String shown =
        name.length() <= MOST_CHARACTERS ? name : name.substring(0, MOST_CHARACTERS) + "…";
    return '"' + shown.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}\"\\\\]", "?") + '"';
  }
}
