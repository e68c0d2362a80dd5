package dev.tidewatch.feed.boundary.http;

import dev.tidewatch.feed.boundary.OutageState;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import dev.tidewatch.text.IsoTime;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A feed's state as JSON; null fields are omitted. A reader that may not see everything is not told
 * what others change and read. Has getters because JSON-B 3.0 does not support records.
 */
@JsonbPropertyOrder({
  "name",
  "ns",
  "state",
  "cause",
  "position",
  "newest",
  "oldest",
  "lag",
  "subscribers",
  "changes",
  "started",
  "time",
  "outages"
})
public final class FeedState {

  private final String name;
  private final String ns;
  private final String state;
  private final String cause;
  private final String position;
  private final String newest;
  private final String oldest;
  private final BigDecimal lag;
  private final Integer subscribers;
  private final Long changes;
  private final String started;
  private final String time;
  private final List<OutageState> outages;

  private FeedState(Feed feed, View view, Instant begin) {
    WatchStatus status = feed.status();
    ChangeLog.Seen seen = feed.seen();
    name = feed.name();
    ns = feed.namespace();
    state = status.state().text();
    cause = status.cause();
    boolean restricted = view.isRestricted();
    position = id(restricted ? feed.position(view) : seen.head());
    newest = restricted ? null : id(seen.newest());
    oldest = begin == null ? null : begin.toString();
    lag = feed.lag().map(behind -> BigDecimal.valueOf(behind.toMillis(), 3)).orElse(null);
    subscribers = restricted ? null : feed.subscribers().count();
    changes = restricted ? null : seen.changes();
    started = IsoTime.withMillis(feed.started());
    time = IsoTime.withMillis(Instant.now());
    outages = feed.outages(view).stream().map(OutageState::new).toList();
  }

  private static String id(Position position) {
    return position == null ? null : position.id();
  }

  /** The state as a reader with this view may see it. */
  static FeedState of(Feed feed, View view) {
    return new FeedState(feed, view, null);
  }

  /**
   * As above, with the moment from which MongoDB has history.
   *
   * @param patience how long to wait for it
   */
  static FeedState withOldest(Feed feed, View view, Duration patience) {
    return new FeedState(feed, view, feed.oldest(view, patience).orElse(null));
  }

  public String getName() {
    return name;
  }

  /** The watched namespace. */
  public String getNs() {
    return ns;
  }

  /** {@code live}, {@code reconnecting}, {@code paused} or {@code stopped}. */
  public String getState() {
    return state;
  }

  /** Why it is not live; null while live. */
  public String getCause() {
    return cause;
  }

  /** The watch's position: a reader that starts there gets what comes next. */
  public String getPosition() {
    return position;
  }

  /**
   * The last change or gap that this server has seen; null before the first, and if the reader may
   * not see everything. A reader that has had it is up to date.
   */
  public String getNewest() {
    return newest;
  }

  /**
   * The moment from which MongoDB has history, an ISO-8601 instant in whole seconds; null if
   * unknown, in a list of feeds, and if the reader may not see everything.
   */
  public String getOldest() {
    return oldest;
  }

  /** How far the watch is behind MongoDB, in seconds; null if unknown. */
  public BigDecimal getLag() {
    return lag;
  }

  /** Readers connected to this server; null if the reader may not see everything. */
  public Integer getSubscribers() {
    return subscribers;
  }

  /**
   * Changes seen since the start, up to the position; null if the reader may not see everything.
   */
  public Long getChanges() {
    return changes;
  }

  /** When this server began to count; another value means another start or another server. */
  public String getStarted() {
    return started;
  }

  /** This server's clock. */
  public String getTime() {
    return time;
  }

  /** The latest 20 outages of the watch, oldest first. */
  public List<OutageState> getOutages() {
    return outages;
  }
}
