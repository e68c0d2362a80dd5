package dev.tidewatch.feed.control;

import dev.tidewatch.feed.control.counters.WatchCounters;
import dev.tidewatch.feed.control.delivery.Subscribers;
import dev.tidewatch.feed.control.filter.OperationTypes;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.control.watch.Liveness;
import dev.tidewatch.feed.control.watch.WatchLoop;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.FeedSettings;
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
import org.bson.BsonTimestamp;

/**
 * One feed: what is watched, its log, its readers and its state.
 *
 * <p>Any thread.
 */
public final class Feed {

  /** How far the database's clock may be ahead of this machine's. */
  private static final Duration CLOCK_SKEW = Duration.ofDays(1);

  /**
   * How far another node, where a reader was before, may be ahead of a watch that is up to date.
   */
  private static final Duration NODES_APART = Duration.ofMinutes(2);

  private final FeedSettings settings;
  private final Supplier<String> hosts;
  private final ChangeLog log;
  private final FeedStreamFactory streams;
  private final Subscribers subscribers;
  private final Liveness liveness = new Liveness(InstantSource.system());
  private final WatchCounters counters = new WatchCounters();
  private final Outages outages = new Outages();
  private final Instant started = Instant.now();
  private volatile WatchStatus status = WatchStatus.NOT_BEGUN;
  private volatile WatchLoop watch;
  // read by the watch, and not in the log yet
  private FeedEntry announced;

  /**
   * A feed that nobody watches yet.
   *
   * @param hosts what the database is called in messages
   */
  Feed(
      FeedSettings settings,
      Supplier<String> hosts,
      ChangeLog log,
      FeedStreamFactory streams,
      Subscribers subscribers) {
    this.settings = settings;
    this.hosts = hosts;
    this.log = log;
    this.streams = streams;
    this.subscribers = subscribers;
  }

  /** As clients ask for it. */
  public String name() {
    return settings.name();
  }

  /** What is watched, as it was set. */
  public String namespace() {
    return settings.ns();
  }

  /** Whether its pipeline may make operation types that MongoDB does not have. */
  public boolean hasOperationsOfItsOwn() {
    return OperationTypes.mayBeMadeBy(settings.pipeline());
  }

  /** Whether it is an application's, whose page says how it is; health does not depend on it. */
  public boolean isOfApplication() {
    return settings.application();
  }

  /** What is wrong with its settings; empty if nothing is. */
  Optional<String> problem() {
    return Optional.ofNullable(settings.problem());
  }

  /** Its watch begins. */
  void watchedBy(WatchLoop loop) {
    watch = loop;
  }

  /**
   * Has the watch pause: it closes its stream and keeps its place. Its readers stay; one that is
   * further back goes on to be caught up. Nothing if it is paused already.
   *
   * @throws IllegalStateException if the watch has stopped, which only a person can mend
   */
  public void pause() {
    watch().pause();
  }

  /**
   * Has the watch go on where it was. Nothing if it is not paused.
   *
   * @throws IllegalStateException if the watch has stopped
   */
  public void resume() {
    watch().resume();
  }

  private WatchLoop watch() {
    WatchStatus now = status;
    if (watch == null || now.state() == WatchStatus.State.STOPPED) {
      throw new IllegalStateException(
          "The watch of "
              + name()
              + " does not run: "
              + now.reason().orElse("")
              + " It begins when the application is deployed again.");
    }
    return watch;
  }

  FeedSettings settings() {
    return settings;
  }

  FeedStreamFactory streams() {
    return streams;
  }

  /** Where the watch stands; null before the stream was first opened. */
  public Position position() {
    return log.head();
  }

  /**
   * Where the log began: a reader that starts there gets every entry. Null as {@link #position}.
   */
  public Position beginning() {
    return log.beginning();
  }

  /**
   * Whether a position lies after all that MongoDB can have sent by now. Its clock tells that, as
   * far as the watch knows it; else this machine's, which may differ much.
   */
  public boolean isFuture(Position position) {
    Optional<BsonTimestamp> time = position.clusterTime();
    Optional<BsonTimestamp> head = Optional.ofNullable(position()).flatMap(Position::clusterTime);
    Optional<Duration> lag = lag();
    if (time.isEmpty() || head.isEmpty() || lag.isEmpty()) {
      return position.isAfter(Instant.now().plus(CLOCK_SKEW));
    }
    Duration ahead = Duration.ofSeconds(seconds(time.get()) - seconds(head.get()));
    return ahead.compareTo(lag.get().plus(NODES_APART)) > 0;
  }

  private static long seconds(BsonTimestamp time) {
    return Integer.toUnsignedLong(time.getTime());
  }

  /**
   * How the feed is doing. A watch that hears nothing is not live, though it knows of no error; nor
   * is a feed whose readers get nothing.
   */
  public WatchStatus status() {
    if (status.isLive() && !subscribers.areServed()) {
      return WatchStatus.reconnecting(
          "Changes are read but not delivered: the thread that delivers them stands still. The"
              + " server's log may say why; a restart of the application mends it.");
    }
    return watchStatus();
  }

  private WatchStatus watchStatus() {
    WatchStatus reported = status;
    if (!reported.isLive() || !liveness.isSilent()) {
      return reported;
    }
    return liveness.waitsForObserver()
        ? WatchStatus.reconnecting(
            "An observer of the changes does not return, and the watch waits for it.")
        : WatchStatus.away("MongoDB at " + hosts.get() + " does not answer.");
  }

  /**
   * Records whether the watch reads. A silence of MongoDB is no event, so this is also to be called
   * once a second.
   */
  void review() {
    // under its lock: a state that is out of date by then must not follow a newer one
    synchronized (outages) {
      WatchStatus current = watchStatus();
      if (!current.isLive()) {
        outages.down(current, liveness.since(current), position());
      }
    }
  }

  /** When the watch read nothing since the start, oldest first; the latest 20. */
  public List<Outage> outages() {
    return outages.all();
  }

  /** Since when changes are counted here: about when the server started. */
  public Instant started() {
    return started;
  }

  /** Where the watch stands and what it has seen by there, of one moment. */
  public ChangeLog.Seen seen() {
    return log.seen();
  }

  /** How far the watch is behind MongoDB; empty while that is not known. */
  public Optional<Duration> lag() {
    return liveness.lag();
  }

  /** How many changes have come since the start. */
  public long changes() {
    return counters.changes().total();
  }

  /** What the watch saw. */
  public WatchCounters counters() {
    return counters;
  }

  /** The latest changes, for readers. */
  public ChangeLog log() {
    return log;
  }

  /** Who reads it here. */
  public Subscribers subscribers() {
    return subscribers;
  }

  Liveness liveness() {
    return liveness;
  }

  /** The watch has read the next change or gap, and its observers are about to be notified. */
  synchronized void announce(FeedEntry entry) {
    announced = entry;
    if (entry instanceof Change change) {
      liveness.announcing(change);
    }
  }

  /**
   * Appends to the log what was announced, and wakes the readers. Nothing if that has been done, or
   * if it is not what the watch has just announced: an event that somebody else fires is no change
   * of the feed.
   */
  synchronized void append(FeedEntry entry) {
    if (entry != announced) {
      return;
    }
    announced = null;
    counters.saw(entry);
    log.append(new LogEntry(entry));
    if (entry instanceof Gap) {
      outages.lost();
    } else {
      outages.reads(Instant.now());
    }
    subscribers.wake();
  }

  /** All that has happened by now was appended, and the watch stands here. */
  void upToDate(Position position) {
    liveness.upToDate();
    outages.reads(Instant.now());
    advance(position);
  }

  void advance(Position position) {
    log.advance(position);
  }

  void report(WatchStatus now) {
    status = now;
    if (now.isLive()) {
      outages.opened(Instant.now());
    }
    review();
  }
}
