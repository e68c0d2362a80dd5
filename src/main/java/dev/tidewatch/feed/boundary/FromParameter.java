package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bson.BsonTimestamp;

/**
 * {@code from}: the moment whose changes a reader wants first. Cluster times count whole seconds,
 * so a moment means the beginning of its second: nothing after the moment is left out.
 */
final class FromParameter {

  private static final String NAME = "from";

  private FromParameter() {}

  /**
   * The position of the moment; null if the parameter is missing.
   *
   * @param after the position that the reader names as well; null or empty if it names none
   * @param values all values of the parameter; an empty one counts as missing
   * @throws BadParameterException if the moment is invalid or in the future, or if there is a
   *     position too
   */
  static Position parse(Feed feed, String after, List<String> values) {
    return parse(after, values, Instant.now(), feed.position());
  }

  /**
   * As above.
   *
   * @param now by this server's clock
   * @param head where the watch is; null before the stream was first opened
   */
  static Position parse(String after, List<String> values, Instant now, Position head) {
    Optional<Instant> moment = MomentText.parse(NAME, CloseReason.BAD_MOMENT, values, now);
    if (moment.isEmpty()) {
      return null;
    }
    if (after != null && !after.isEmpty()) {
      throw bad("The parameter from replaces the parameter after: give one of them.");
    }
    long seconds = moment.get().getEpochSecond();
    boolean reached = head != null && seconds <= head.seconds();
    if (seconds > now.getEpochSecond() && !reached) {
      throw bad(
          "The parameter from is a moment in the future: it is %s here. For what comes next, leave"
              + " it out.",
          now);
    }
    // a server does not take the time 0
    long known = Math.max(1, seconds);
    return Position.ofTime(new BsonTimestamp((int) known, 0), head);
  }

  private static BadParameterException bad(String format, Object... values) {
    return new BadParameterException(CloseReason.BAD_MOMENT, NAME, format.formatted(values));
  }
}
