package dev.tidewatch.json;

/** A text that is no JSON object, or one that cannot be stored; the message is for its author. */
public class InvalidJsonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long line;
  private final long column;

  /**
   * Says what is wrong, and where.
   *
   * @param line from 1; parsers say less of an empty text
   * @param column from 1, in UTF-16 characters; at or just after what is wrong
   */
  public InvalidJsonException(String message, long line, long column) {
    super(message);
    this.line = Math.max(line, 1);
    this.column = Math.max(column, 1);
  }

  /** The line, from 1. */
  public long line() {
    return line;
  }

  /** The column, from 1. */
  public long column() {
    return column;
  }
}
