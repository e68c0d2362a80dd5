package dev.tidewatch.access.control.token;

/** A token is refused. It has no stack trace and no cause, because a cause could hold the token. */
public final class TokenException extends Exception {

  private static final long serialVersionUID = 1L;

  private final TokenFault fault;

  TokenException(TokenFault fault) {
    super(fault.text(), null, false, false);
    this.fault = fault;
  }

  /** Why. */
  public TokenFault fault() {
    return fault;
  }
}
