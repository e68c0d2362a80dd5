package dev.tidewatch.feed.control.filter;

import dev.tidewatch.feed.entity.CloseReason;

/** A request's parameter is invalid. The message names it and says what is valid. */
public final class BadParameterException extends IllegalArgumentException {

  private final CloseReason reason;
  private final String parameter;

  /**
   * A refusal.
   *
   * @param reason the reason to close a WebSocket with
   * @param detail for people; holds no text of the driver
   */
  public BadParameterException(CloseReason reason, String parameter, String detail) {
    super(detail);
    this.reason = reason;
    this.parameter = parameter;
  }

  /** The reason that a WebSocket is closed with; also the label in metrics. */
  public CloseReason reason() {
    return reason;
  }

  /** The parameter's name. */
  public String parameter() {
    return parameter;
  }
}
