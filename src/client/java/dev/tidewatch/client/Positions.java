package dev.tidewatch.client;

import java.util.Arrays;
import java.util.Base64;

/** The order of positions, which is that of the feed. */
final class Positions {

  private Positions() {}

  /** Whether one is later than another; null is before all. */
  static boolean isAfter(String position, String other) {
    return other == null
        || !position.equals(other) && Arrays.compareUnsigned(decoded(position), decoded(other)) > 0;
  }

  /** What follows a dot are the types of numbers, which do not sort. */
  private static byte[] decoded(String position) {
    int dot = position.indexOf('.');
    return Base64.getUrlDecoder().decode(dot < 0 ? position : position.substring(0, dot));
  }
}
