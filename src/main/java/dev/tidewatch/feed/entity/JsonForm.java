package dev.tidewatch.feed.entity;

/** A form of Extended JSON (v2), which readers choose. */
public enum JsonForm {
  /** Numbers are plain. */
  RELAXED("relaxed"),
  /** Numbers say their type, so that they stay exact. */
  CANONICAL("canonical");

  private final String text;

  JsonForm(String text) {
    this.text = text;
  }

  /** The name that clients use. */
  public String text() {
    return text;
  }
}
