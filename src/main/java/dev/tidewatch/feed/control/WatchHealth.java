package dev.tidewatch.feed.control;

import dev.tidewatch.feed.control.watch.Liveness;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Outage;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether one feed's watch reads: what it reports itself, whether MongoDB has fallen silent, and
 * the outages so far.
 *
 * <p>Thread-safe.
 */
final class WatchHealth {

  private final Supplier<String> hosts;
  private final Supplier<Position> position;
  private final Liveness liveness = new Liveness(InstantSource.system());
  private final Outages outages = new Outages();
  private volatile WatchStatus reported = WatchStatus.NOT_BEGUN;

  /**
   * The health of a watch that has not begun.
   *
   * @param hosts the database's addresses, for messages
   * @param position the watch's position; null before the stream was first opened
   */
  WatchHealth(Supplier<String> hosts, Supplier<Position> position) {
    this.hosts = hosts;
    this.position = position;
  }

  Liveness liveness() {
    return liveness;
  }

  /** How far the watch is behind MongoDB; empty if unknown. */
  Optional<Duration> lag() {
    return liveness.lag();
  }

  /** What the watch reported last. */
  WatchStatus reported() {
    return reported;
  }

  /** The state. It is not live if MongoDB is silent, even without an error. */
  WatchStatus status() {
    WatchStatus last = reported;
    if (!last.isLive() || !liveness.isSilent()) {
      return last;
    }
    return liveness.waitsForObserver()
        ? WatchStatus.reconnecting(
            "An observer of the changes does not return, and the watch waits for it.")
        : WatchStatus.away("MongoDB at " + hosts.get() + " does not answer.");
  }

  void report(WatchStatus now) {
    reported = now;
    if (now.isLive()) {
      outages.opened(Instant.now());
    }
    review();
  }

  /**
   * Records an outage if the watch is not live. Must be called once a second, because silence of
   * MongoDB raises no event.
   */
  void review() {
    // under this lock, so that an outdated state cannot overwrite a newer one
    synchronized (outages) {
      WatchStatus current = status();
      if (!current.isLive()) {
        outages.down(current, liveness.since(current), position.get());
      }
    }
  }

  /** The watch has read an entry, and its observers are notified next. */
  void announced(FeedEntry entry) {
    if (entry instanceof Change change) {
      liveness.announcing(change);
    }
  }

  /** An entry was appended to the log. */
  void appended(FeedEntry entry) {
    if (entry instanceof Gap) {
      outages.lost();
    } else {
      outages.reads(Instant.now());
    }
  }

  /** Everything that has happened by now was appended. */
  void upToDate() {
    liveness.upToDate();
    outages.reads(Instant.now());
  }

  /** The latest outages, oldest first. */
  List<Outage> outages() {
    return outages.all();
  }
}
