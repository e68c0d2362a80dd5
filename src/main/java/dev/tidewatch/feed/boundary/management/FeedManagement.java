package dev.tidewatch.feed.boundary.management;

import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.entity.Position;
import java.time.Duration;
import java.util.function.ToIntFunction;

/** One feed's MBean. Thread-safe. */
final class FeedManagement implements FeedMXBean {

  private static final double MILLIS = 1000;

  private final Feed feed;
  private final ToIntFunction<String> disconnection;

  /**
   * A feed's MBean.
   *
   * @param disconnection ends the sessions of a caller
   */
  FeedManagement(Feed feed, ToIntFunction<String> disconnection) {
    this.feed = feed;
    this.disconnection = disconnection;
  }

  @Override
  public String getNamespace() {
    return feed.namespace();
  }

  @Override
  public String getState() {
    return feed.status().state().text();
  }

  @Override
  public String getCause() {
    return feed.status().cause();
  }

  @Override
  public String getPosition() {
    Position head = feed.position();
    return head == null ? null : head.id();
  }

  @Override
  public Double getLagSeconds() {
    return feed.lag().map(Duration::toMillis).map(lag -> lag / MILLIS).orElse(null);
  }

  @Override
  public int getSubscribers() {
    return feed.subscribers().count();
  }

  @Override
  public long getChanges() {
    return feed.changes();
  }

  @Override
  public long getGaps() {
    return feed.counters().gaps().total();
  }

  @Override
  public long getRestarts() {
    return feed.counters().restarts().total();
  }

  @Override
  public long getLogEntries() {
    return feed.log().size();
  }

  @Override
  public long getLogBytes() {
    return feed.log().bytes();
  }

  @Override
  public void pause() {
    feed.pause();
  }

  @Override
  public void resume() {
    feed.resume();
  }

  @Override
  public int disconnect(String name) {
    return disconnection.applyAsInt(name);
  }
}
