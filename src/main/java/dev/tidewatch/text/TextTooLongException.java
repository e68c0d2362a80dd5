package dev.tidewatch.text;

/** A document's text would take more memory than any one text may. */
public class TextTooLongException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TextTooLongException(String message) {
    super(message);
  }
}
