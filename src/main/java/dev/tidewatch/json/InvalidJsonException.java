package dev.tidewatch.json;

/** A text is not a JSON object, or cannot be stored. The message is for the text's author. */
public class InvalidJsonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long line;
  private final long column;

  /**
   * Names the problem and its position.
   *
   * @param line from 1; a smaller number, as parsers report it for an empty text, becomes 1
   * @param column from 1, in UTF-16 characters; at or just after the problem
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
