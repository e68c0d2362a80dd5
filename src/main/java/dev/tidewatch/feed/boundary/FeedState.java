package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.math.BigDecimal;

/** A feed's state as JSON; what is null is left out. Getters, for JSON-B 3.0 knows no records. */
@JsonbPropertyOrder({"name", "ns", "state", "cause", "position", "lag", "subscribers", "changes"})
public final class FeedState {

  private final String name;
  private final String ns;
  private final String state;
  private final String cause;
  private final String position;
  private final BigDecimal lag;
  private final int subscribers;
  private final long changes;

  private FeedState(Feed feed) {
    WatchStatus status = feed.status();
    Position head = feed.position();
    name = feed.name();
    ns = feed.namespace();
    state = status.state().text();
    cause = status.cause();
    position = head == null ? null : head.id();
    lag = feed.lag().map(behind -> BigDecimal.valueOf(behind.toMillis(), 3)).orElse(null);
    subscribers = feed.readers().count();
    changes = feed.changes();
  }

  static FeedState of(Feed feed) {
    return new FeedState(feed);
  }

  public String getName() {
    return name;
  }

  /** What is watched. */
  public String getNs() {
    return ns;
  }

  /** {@code live}, {@code reconnecting}, {@code paused} or {@code stopped}. */
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

  /** How far the watch is behind MongoDB, in seconds; null while that is not known. */
  public BigDecimal getLag() {
    return lag;
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
