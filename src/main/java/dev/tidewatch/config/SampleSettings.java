package dev.tidewatch.config;

import com.mongodb.MongoNamespace;

/**
 * The sample applications.
 *
 * @param enabled whether they exist: their pages, their REST API and their feeds
 * @param students where students are stored
 * @param messages where messages are stored
 */
public record SampleSettings(
    boolean enabled,
    CheckedSetting<MongoNamespace> students,
    CheckedSetting<MongoNamespace> messages) {

  static SampleSettings read(SettingsReader settings) {
    return new SampleSettings(
        settings.flag("tidewatch.applications", true),
        namespace(settings, "tidewatch.students.ns", "college.students"),
        namespace(settings, "tidewatch.messages.ns", "test.messages"));
  }

  private static CheckedSetting<MongoNamespace> namespace(
      SettingsReader settings, String name, String fallback) {
    return settings.checked(
        name, fallback, "must be DATABASE.COLLECTION, such as " + fallback, MongoNamespace::new);
  }
}
