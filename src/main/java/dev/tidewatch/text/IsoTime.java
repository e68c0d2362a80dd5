package dev.tidewatch.text;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times in ISO-8601, in UTC, for years of four digits. */
public final class IsoTime {

  /** The first millisecond of the year 10000. */
  static final long END = 253_402_300_800_000L;

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private IsoTime() {}

  /** With exactly three digits of a second's fraction. */
  public static String withMillis(Instant time) {
    return MILLIS.format(time);
  }

  /** With a fraction only if it is not a whole second. */
  public static String shortest(Instant time) {
    return time.toEpochMilli() % 1000 == 0 ? SECONDS.format(time) : withMillis(time);
  }
}
