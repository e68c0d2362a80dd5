package dev.tidewatch.config;

/**
 * How many sessions are served at once, over all protocols.
 *
 * @param max the most in all
 * @param perAddress the most from one client's address; 0 for no limit
 * @param perCaller the most of one caller who is known; 0 for no limit
 */
public record SessionSettings(int max, int perAddress, int perCaller) {

  static SessionSettings read(SettingsReader settings) {
    return new SessionSettings(
        settings.integer("tidewatch.sessions.max", 20_000, 1, 1_000_000),
        settings.integer("tidewatch.sessions.per-address", 1_000, 0, 1_000_000),
        settings.integer("tidewatch.sessions.per-caller", 1_000, 0, 1_000_000));
  }
}
