package dev.tidewatch.access.control.openid;

/**
 * A login at the provider is not possible now. The message is for people, and holds nothing of the
 * provider's. Has no stack trace, because it is not a failure of this application.
 */
public class ProviderException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  ProviderException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** The HTTP status of the answer. */
  public int status() {
    return status;
  }
}
