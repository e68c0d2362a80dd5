package dev.tidewatch.mongo;

/**
 * A call was not begun, because too many calls wait for the database or because the application
 * ends. The message is for clients.
 */
public class TooManyCallsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Too many calls wait. */
  public TooManyCallsException() {
    this("Too many requests wait for the database. Try again soon.");
  }

  private TooManyCallsException(String message) {
    super(message);
  }

  /** The application ended before the call began. */
  static TooManyCallsException serverStops() {
    return new TooManyCallsException("The server is stopping. Try again soon.");
  }
}
