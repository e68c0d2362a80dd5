package dev.tidewatch.feed.entity;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * A time in which a watch read nothing, by this machine's clock.
 *
 * @param reason why
 * @param from since when: the failure, or the last answer of a database that went silent
 * @param to when the stream was open again; null while it is not
 * @param after where the watch stood; null if it had not begun
 * @param lost whether a gap followed, so that changes were missed
 */
public record Outage(Reason reason, Instant from, Instant to, Position after, boolean lost) {

  /** Why nothing was read. */
  public enum Reason {
    /** MongoDB could not be reached, or did not answer. */
    UNREACHABLE,
    /** The watch was paused by a person. */
    PAUSED,
    /** MongoDB answered, but not with changes. */
    FAILED;

    /** As clients are told. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Outage {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(from, "from");
  }

  /** The same, but changes were missed. */
  public Outage withLoss() {
    return new Outage(reason, from, to, after, true);
  }

  /** The same, but over. */
  public Outage until(Instant end) {
    return new Outage(reason, from, end, after, lost);
  }

  /** The same, for another reason. */
  public Outage because(Reason other) {
    return new Outage(other, from, to, after, lost);
  }
}
