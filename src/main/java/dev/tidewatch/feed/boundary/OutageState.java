package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.entity.Outage;
import dev.tidewatch.text.IsoTime;
import jakarta.json.bind.annotation.JsonbPropertyOrder;

/**
 * An outage of a feed's watch, as JSON and as a row of the page. Has getters because JSON-B 3.0 and
 * EL do not support records.
 */
@JsonbPropertyOrder({"from", "to", "reason", "after", "lost"})
public final class OutageState {

  private final Outage outage;

  public OutageState(Outage outage) {
    this.outage = outage;
  }

  /** ISO-8601 in UTC with milliseconds, by this server's clock. */
  public String getFrom() {
    return IsoTime.withMillis(outage.from());
  }

  /** As {@link #getFrom}; null while it lasts. */
  public String getTo() {
    return outage.to() == null ? null : IsoTime.withMillis(outage.to());
  }

  /** {@code unreachable}, {@code paused} or {@code failed}. */
  public String getReason() {
    return outage.reason().text();
  }

  /** The watch's position; null if it had not begun. */
  public String getAfter() {
    return outage.after() == null ? null : outage.after().id();
  }

  /** Whether a gap followed. */
  public boolean isLost() {
    return outage.lost();
  }
}
