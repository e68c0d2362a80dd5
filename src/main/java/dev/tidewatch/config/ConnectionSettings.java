package dev.tidewatch.config;

/**
 * Where MongoDB is.
 *
 * @param uri the connection string; it may hold a password, so it is never logged or shown. Not
 *     parsed here, because that may take a DNS lookup
 */
public record ConnectionSettings(CheckedSetting<String> uri) {

  static ConnectionSettings read(SettingsReader settings) {
    return new ConnectionSettings(
        settings.secret("mongodb://localhost", "tidewatch.mongo", "MONGODB_URI", "MONGODB_URL"));
  }
}
