package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.entity.Outage;
import dev.tidewatch.text.IsoTime;
import jakarta.json.bind.annotation.JsonbPropertyOrder;

/**
 * A time in which a feed's watch read nothing, as JSON and as a row of the page. Getters, for
 * JSON-B 3.0 and EL know no records.
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

  /** Likewise; null while it lasts. */
  public String getTo() {
    return outage.to() == null ? null : IsoTime.withMillis(outage.to());
  }

  /** {@code unreachable}, {@code paused} or {@code failed}. */
  public String getReason() {
    return outage.reason().text();
  }

  /** The position at which the watch stood; null if it had not begun. */
  public String getAfter() {
    return outage.after() == null ? null : outage.after().id();
  }

  /** Whether a gap followed. */
  public boolean isLost() {
    return outage.lost();
  }
}
