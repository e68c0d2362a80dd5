package dev.tidewatch.client;

/**
 * The server refuses a reader for good: there is no such feed, or a parameter or right is wrong.
 */
public final class FeedRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;

  FeedRefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The status of the response: 400, 401, 403 or 404. */
  public int status() {
    return status;
  }
}
