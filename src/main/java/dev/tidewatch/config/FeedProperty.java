package dev.tidewatch.config;

import java.util.ArrayList;
import java.util.List;

/** The settings that each feed has: {@code tidewatch.feed.NAME.KEY}. */
public enum FeedProperty {
  NS("ns", ""),
  PIPELINE("pipeline", ""),
  FULL_DOCUMENT("full-document", ""),
  FULL_DOCUMENT_BEFORE_CHANGE("full-document-before-change", ""),
  EXPANDED_EVENTS("expanded-events", "false"),
  IMAGES("images", "false");

  /** The feeds that exist without being listed. */
  static final List<String> PREDEFINED = List.of("changes", "students", "messages");

  private final String key;
  private final String standard;

  FeedProperty(String key, String standard) {
    this.key = key;
    this.standard = standard;
  }

  /** The setting's name for a feed. */
  public String of(String feed) {
    return "tidewatch.feed." + feed + "." + key;
  }

  /** The last part of the name. */
  String key() {
    return key;
  }

  /** The default; empty if there is none, or if it is the database's. */
  String standard() {
    return standard;
  }

  /** The names of all settings of a feed. */
  static List<String> all(String feed) {
    List<String> names = new ArrayList<>();
    for (FeedProperty property : values()) {
      names.add(property.of(feed));
    }
    return names;
  }
}
