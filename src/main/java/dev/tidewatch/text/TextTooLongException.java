package dev.tidewatch.text;

/** A document's text would exceed the limit of a single text. */
public class TextTooLongException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TextTooLongException(String message) {
    super(message);
  }
}
