package dev.tidewatch.feed.boundary;

import jakarta.json.bind.annotation.JsonbPropertyOrder;

/** A feed's state as JSON; what is null is left out. Getters, for JSON-B 3.0 knows no records. */
@JsonbPropertyOrder({"name", "ns", "state", "cause", "position", "subscribers", "changes"})
public final class FeedState {

  private final String name;
  private final String ns;
  private final String state;
  private final String cause;
  private final String position;
  private final int subscribers;
  private final long changes;

  FeedState(
      String name,
      String ns,
      String state,
      String cause,
      String position,
      int subscribers,
      long changes) {
    this.name = name;
    this.ns = ns;
    this.state = state;
    this.cause = cause;
    this.position = position;
    this.subscribers = subscribers;
    this.changes = changes;
  }

  public String getName() {
    return name;
  }

  /** What is watched. */
  public String getNs() {
    return ns;
  }

  /** {@code live}, {@code reconnecting} or {@code stopped}. */
  public String getState() {
    return state;
  }

  /** Why it is not live. */
  public String getCause() {
    return cause;
  }

  /** Where the watch stands: a reader that starts there sees what comes next. */
  public String getPosition() {
    return position;
  }

  /** Readers connected here. */
  public int getSubscribers() {
    return subscribers;
  }

  /** Changes seen since the start. */
  public long getChanges() {
    return changes;
  }
}
