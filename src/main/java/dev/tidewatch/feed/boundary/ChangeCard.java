package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.SeedText;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.text.IsoTime;
import dev.tidewatch.text.MongoshText;

/** A change as the page shows it. Getters, not a record's accessors: EL reads properties. */
public final class ChangeCard {

  private final Change change;

  ChangeCard(Change change) {
    this.change = change;
  }

  public String getId() {
    return change.position().id();
  }

  public String getOperation() {
    return change.operationType();
  }

  /** Null for a change that has none. */
  public String getNamespace() {
    return change.namespace().orElse(null);
  }

  /** The document's {@code _id} in mongosh notation; null for a change of no one document. */
  public String getKey() {
    return change.documentId().map(MongoshText::print).orElse(null);
  }

  /** ISO-8601 in UTC with milliseconds; null if the server sent no time. */
  public String getTime() {
    return change.time().map(IsoTime::withMillis).orElse(null);
  }

  /** The time for people, until the script shows it as theirs; null as {@link #getTime}. */
  public String getTimeInWords() {
    String time = getTime();
    return time == null ? null : time.replace('T', ' ').replace("Z", " UTC");
  }

  /** The whole change in mongosh notation. */
  public String getText() {
    return SeedText.pretty(change);
  }
}
