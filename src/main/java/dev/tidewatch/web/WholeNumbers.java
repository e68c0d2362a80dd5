package dev.tidewatch.web;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** How a whole number is written in a parameter: ASCII digits, and a minus before them. */
public final class WholeNumbers {

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

  private WholeNumbers() {}

  /**
   * Reads a number within bounds.
   *
   * @param text not null
   * @return empty if it is no whole number, or one outside the bounds
   */
  public static OptionalLong parse(String text, long min, long max) {
    if (!NUMBER.matcher(text).matches()) {
      return OptionalLong.empty();
    }
    long number = Long.parseLong(text);
    return number < min || number > max ? OptionalLong.empty() : OptionalLong.of(number);
  }
}
