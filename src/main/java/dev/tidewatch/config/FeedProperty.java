package dev.tidewatch.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The settings that each feed has: {@code tidewatch.feed.NAME.KEY}. */
public enum FeedProperty {
  NS("ns", ""),
  PIPELINE("pipeline", ""),
  FULL_DOCUMENT("full-document", ""),
  FULL_DOCUMENT_BEFORE_CHANGE("full-document-before-change", ""),
  EXPANDED_EVENTS("expanded-events", "false"),
  IMAGES("images", "false"),
  READ("read", ""),
  ROWS("rows.ROLE", ""),
  FIELDS("fields.ROLE", "");

  private static final String ROLE = "ROLE";

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
    return prefix(feed) + key;
  }

  /** What the names of a feed's settings begin with. */
  static String prefix(String feed) {
    return "tidewatch.feed." + feed + ".";
  }

  /** The setting's name for a feed and a role, of a property that each role has. */
  public String of(String feed, String role) {
    String name = of(feed);
    return isOfRole() ? name.substring(0, name.length() - ROLE.length()) + role : name;
  }

  private boolean isOfRole() {
    return key.endsWith(ROLE);
  }

  /** The last part of the name. */
  String key() {
    return key;
  }

  /** The default; empty if there is none, or if it is the database's. */
  String standard() {
    return standard;
  }

  /** The names of all settings of a feed that some roles may read. */
  static List<String> all(String feed, Collection<String> roles) {
    List<String> names = new ArrayList<>();
    for (FeedProperty property : values()) {
      if (property.isOfRole()) {
        roles.forEach(role -> names.add(property.of(feed, role)));
      } else {
        names.add(property.of(feed));
      }
    }
    return names;
  }
}
