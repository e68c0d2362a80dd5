package dev.tidewatch.mongo;

/**
 * A call that was not begun, because as many as may wait for the database do so already, or because
 * the application ends. The message is for clients.
 */
public class TooManyCallsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** One call too many. */
  public TooManyCallsException() {
    this("Too many requests wait for the database. Try again soon.");
  }

  private TooManyCallsException(String message) {
    super(message);
  }

  /** A call that the end of the application came before. */
  static TooManyCallsException serverStops() {
    return new TooManyCallsException("The server stops. Try again soon.");
  }
}
