package dev.tidewatch.config;

import java.time.Duration;

/**
 * How much of a collection readers of live documents may be sent.
 *
 * @param max the most documents of a collection for one reader
 * @param bytes the most bytes of them, as JSON
 * @param time how long a reader may take for them
 * @param readers how many readers are sent documents at once, on all feeds
 */
public record DocumentSettings(long max, long bytes, Duration time, int readers) {

  static DocumentSettings read(SettingsReader settings) {
    return new DocumentSettings(
        settings.number("tidewatch.documents.max", 5_000_000, 1, 1_000_000_000_000L),
        settings.number("tidewatch.documents.bytes", 4L << 30, 1 << 20, 1L << 50),
        Duration.ofSeconds(settings.integer("tidewatch.documents.seconds", 900, 1, 86_400)),
        settings.integer("tidewatch.documents.readers", 64, 1, 100_000));
  }
}
