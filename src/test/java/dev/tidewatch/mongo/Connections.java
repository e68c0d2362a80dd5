package dev.tidewatch.mongo;

import dev.tidewatch.config.CheckedSetting;
import dev.tidewatch.config.ConnectionSettings;

/** Connections as the application makes them, time-outs included. */
public final class Connections {

  private Connections() {}

  /** One to that MongoDB; its client is the caller's to close. */
  public static MongoConnection to(String uri) {
    return new MongoConnection(new ConnectionSettings(CheckedSetting.valid(uri)));
  }
}
