package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.entity.CloseReason;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a moment: an instant, or a time before now. */
final class MomentText {

  private static final Pattern AGO = Pattern.compile("-(\\d{1,9})([smhd])");

  private MomentText() {}

  /**
   * The moment that a parameter names; empty if it is missing.
   *
   * @param name the parameter's
   * @param reason what is wrong if it is invalid
   * @param values all its values; an empty one counts as missing
   * @throws BadParameterException if it is given twice or is no moment
   */
  static Optional<Instant> parse(
      String name, CloseReason reason, List<String> values, Instant now) {
    List<String> given = values.stream().filter(value -> !value.isBlank()).toList();
    if (given.size() > 1) {
      throw new BadParameterException(
          reason, name, "The parameter %s may be given once.".formatted(name));
    }
    return given.stream().findFirst().map(text -> parse(name, reason, text.strip(), now));
  }

  private static Instant parse(String name, CloseReason reason, String text, Instant now) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      return now.minus(unit(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1))));
    }
    try {
      // a plus sign that is not encoded arrives as a space
      return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
    } catch (DateTimeException e) {
      throw new BadParameterException(
          reason,
          name,
          ("The parameter %s must be an instant with its offset, such as 2026-11-27T14:05:00Z, or"
                  + " a time before now, such as -30s, -10m, -2h or -1d.")
              .formatted(name));
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
}
