package dev.tidewatch.config;

/**
 * How much of each feed stays in memory, for readers that return or are slow.
 *
 * @param events the most changes
 * @param bytes the approximate limit of bytes
 */
public record LogSettings(int events, long bytes) {

  static LogSettings read(SettingsReader settings) {
    return new LogSettings(
        settings.integer("tidewatch.log.events", 65_536, 1, 10_000_000),
        settings.number("tidewatch.log.bytes", 64L << 20, 1 << 20, 1L << 40));
  }
}
