package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bson.BsonTimestamp;

/**
 * {@code to}: the moment before which the changes of an export end. Cluster times count whole
 * seconds, so a moment means the beginning of its second, as with {@code from}: an export from one
 * moment and another to it have no change in common.
 */
public final class ToParameter {

  private static final String NAME = "to";

  private ToParameter() {}

  /**
   * Where an export ends: at the moment, or where the watch is now if the parameter is missing.
   *
   * @param values all values of the parameter; an empty one counts as missing
   * @param start where the export begins
   * @param head where the watch is
   * @throws BadParameterException if it is no moment, in the future, or before the start
   */
  public static Position parse(List<String> values, Position start, Position head, Instant now) {
    Optional<Instant> moment = MomentText.parse(NAME, CloseReason.BAD_END, values, now);
    if (moment.isEmpty()) {
      return head;
    }
    long seconds = moment.get().getEpochSecond();
    if (seconds > Math.max(now.getEpochSecond(), head.seconds())) {
      throw bad(
          "The parameter to is a moment in the future: it is %s here. For everything up to now,"
              + " leave it out.",
          now);
    }
    // a server does not take the time 0
    Position end = Position.ofTime(new BsonTimestamp((int) Math.max(1, seconds), 0), head);
    if (start.isAfter(end)) {
      throw bad("The parameter to is a moment before the beginning of the export.");
    }
    return end;
  }

  private static BadParameterException bad(String format, Object... values) {
    return new BadParameterException(CloseReason.BAD_END, NAME, format.formatted(values));
  }
}
