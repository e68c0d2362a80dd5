package dev.tidewatch.web;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Parses whole numbers of parameters: ASCII digits after an optional minus. */
public final class WholeNumbers {

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

  private WholeNumbers() {}

  /**
   * Parses a number within bounds.
   *
   * @param text not null
   * @return empty if it is not a whole number or outside the bounds
   */
  public static OptionalLong parse(String text, long min, long max) {
    if (!NUMBER.matcher(text).matches()) {
      return OptionalLong.empty();
    }
    long number = Long.parseLong(text);
    return number < min || number > max ? OptionalLong.empty() : OptionalLong.of(number);
  }
}
