package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.BsonTimestamp;

/**
 * {@code from}: the moment whose changes a reader wants first. Cluster times count whole seconds,
 * so a moment means the beginning of its second: nothing after the moment is left out.
 */
final class FromParameter {

  private static final String NAME = "from";
  private static final Pattern AGO = Pattern.compile("-(\\d{1,9})([smhd])");

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
    List<String> given = values.stream().filter(value -> !value.isBlank()).toList();
    if (given.isEmpty()) {
      return null;
    }
    if (given.size() > 1) {
      throw bad("The parameter from may be given once.");
    }
    if (after != null && !after.isEmpty()) {
      throw bad("The parameter from replaces the parameter after: give one of them.");
    }
    long seconds = moment(given.get(0).strip(), now).getEpochSecond();
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

  private static Instant moment(String text, Instant now) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      return now.minus(unit(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1))));
    }
    try {
      // a plus sign that is not encoded arrives as a space
      return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
    } catch (DateTimeException e) {
      throw bad(
          "The parameter from must be an instant with its offset, such as 2026-11-27T14:05:00Z, or"
              + " a time before now, such as -30s, -10m, -2h or -1d.");
    }
  }

  private static Duration unit(String letter) {
    return switch (letter) {
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      default -> Duration.ofDays(1);
    };
  }

  private static BadParameterException bad(String format, Object... values) {
    return new BadParameterException(CloseReason.BAD_MOMENT, NAME, format.formatted(values));
  }
}
