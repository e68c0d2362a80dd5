package dev.tidewatch.access.control.token;

/** No token can be judged, because there are no keys yet. It has no stack trace. */
public final class KeysUnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  KeysUnavailableException() {
    super("There are no keys to verify tokens with", null, false, false);
  }
}
