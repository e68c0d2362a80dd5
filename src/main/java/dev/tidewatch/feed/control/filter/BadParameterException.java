package dev.tidewatch.feed.control.filter;

import dev.tidewatch.feed.entity.CloseReason;

/** A request's parameter makes no sense. The message names it and says what would. */
public final class BadParameterException extends IllegalArgumentException {

  private final CloseReason reason;
  private final String parameter;

  /**
   * A refusal.
   *
   * @param reason the same for a WebSocket
   * @param detail for a person; holds nothing of the driver's
   */
  public BadParameterException(CloseReason reason, String parameter, String detail) {
    super(detail);
    this.reason = reason;
    this.parameter = parameter;
  }

  /** What a WebSocket is closed with, and how the metrics call it. */
  public CloseReason reason() {
    return reason;
  }

  /** Its name. */
  public String parameter() {
    return parameter;
  }
}
