package dev.tidewatch.feed.entity;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * A time in which a watch read nothing, by this server's clock.
 *
 * @param reason why
 * @param from the time of the failure, or of the last answer of a database that went silent
 * @param to when the stream was open again; null while it is down
 * @param after the watch's position; null if it had not begun
 * @param lost whether a gap followed, so that changes were missed
 */
public record Outage(Reason reason, Instant from, Instant to, Position after, boolean lost) {

  /** Why nothing was read. */
  public enum Reason {
    /** MongoDB could not be reached, or did not answer. */
    UNREACHABLE,
    /** An operator paused the watch. */
    PAUSED,
    /** MongoDB answered, but not with changes. */
    FAILED;

    /** The name that clients get. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Outage {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(from, "from");
  }

  /** This outage, with a loss of changes. */
  public Outage withLoss() {
    return new Outage(reason, from, to, after, true);
  }

  /** This outage, ended. */
  public Outage until(Instant end) {
    return new Outage(reason, from, end, after, lost);
  }

  /** This outage, with another position. */
  public Outage withPosition(Position position) {
    return new Outage(reason, from, to, position, lost);
  }

  /** This outage, for another reason. */
  public Outage because(Reason other) {
    return new Outage(other, from, to, after, lost);
  }
}
