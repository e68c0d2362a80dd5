package dev.tidewatch.mongo;

/** As many calls as may wait for the database do so already; this one was not begun. */
public class TooManyCallsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** One call too many. */
  public TooManyCallsException() {
    super("too many calls wait for the database");
  }
}
