package dev.tidewatch.config;

/**
 * What the page of changes shows.
 *
 * @param changes how many changes it shows when it is loaded
 * @param databaseNote one sentence about the database, from the program that started it; null if
 *     there is none
 */
public record PageSettings(int changes, String databaseNote) {

  static PageSettings read(SettingsReader settings) {
    return new PageSettings(
        settings.integer("tidewatch.page.changes", 5, 0, 500),
        settings.text("tidewatch.database.note").orElse(null));
  }
}
