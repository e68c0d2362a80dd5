package dev.tidewatch.feed.control;

import dev.tidewatch.feed.control.counters.WatchCounters;
import dev.tidewatch.feed.control.delivery.Subscribers;
import dev.tidewatch.feed.control.documents.FeedDocuments;
import dev.tidewatch.feed.control.filter.OperationTypes;
import dev.tidewatch.feed.control.history.OldestMoment;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.rules.FeedRules;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.control.watch.WatchLoop;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Outage;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One feed: its settings, its log, its subscribers and its state.
 *
 * <p>Thread-safe.
 */
public final class Feed {

  /** How far the database's clock may be ahead of this machine's. */
  private static final Duration CLOCK_SKEW = Duration.ofDays(1);

  /**
   * How far another node, which served a reader before, may be ahead of a watch that is up to date.
   */
  private static final Duration NODES_APART = Duration.ofMinutes(2);

  private final FeedSettings settings;
  private final FeedRules rules;
  private final ChangeLog log;
  private final FeedStreamFactory streams;
  private final Subscribers subscribers;
  private final OldestMoment oldest;
  private final WatchHealth health;
  private final WatchCounters counters = new WatchCounters();
  private final Instant started = Instant.now();
  private volatile WatchLoop watch;
  // the entry that the watch has read and the log does not hold yet
  private FeedEntry announced;

  /**
   * A feed whose watch has not started.
   *
   * @param hosts the database's addresses, for messages
   */
  Feed(
      FeedDefinition definition,
      Supplier<String> hosts,
      ChangeLog log,
      FeedStreamFactory streams,
      Subscribers subscribers,
      OldestMoment oldest) {
    settings = definition.settings();
    rules = definition.rules();
    this.log = log;
    this.streams = streams;
    this.subscribers = subscribers;
    this.oldest = oldest;
    health = new WatchHealth(hosts, log::head);
  }

  /** The name that clients use in paths. */
  public String name() {
    return settings.name();
  }

  /** The watched namespace, as configured. */
  public String namespace() {
    return settings.ns();
  }

  /** Who may read it, and what of it. */
  public FeedRules rules() {
    return rules;
  }

  /** Whether its pipeline may make operation types that MongoDB does not have. */
  public boolean hasOperationsOfItsOwn() {
    return OperationTypes.mayBeMadeBy(settings.pipeline());
  }

  /** Whether its changes carry the documents that decide what a reader sees. */
  public boolean hasImages() {
    return settings.images();
  }

  /** What sends the documents of its collections. */
  public FeedDocuments documents() {
    return subscribers.documents();
  }

  /**
   * Whether its readers can get the documents of its collections. A pipeline decides which changes
   * they get, and what of them, and says nothing of documents.
   */
  public boolean hasDocuments() {
    return settings.pipeline().isEmpty();
  }

  /**
   * The collection whose documents a reader asks for.
   *
   * @param names what the reader names as {@code db.coll}; empty if it names none
   * @return empty if that is not exactly one collection whose changes this feed has
   */
  public Optional<Namespace> documentsOf(Set<String> names) {
    return Optional.ofNullable(settings.namespace()).flatMap(ns -> ns.one(names));
  }

  /**
   * Whether it belongs to a sample application. Such a feed reports its state on that application's
   * page and is excluded from health.
   */
  public boolean isOfApplication() {
    return settings.application();
  }

  /** The problem with its settings; empty if there is none. */
  Optional<String> problem() {
    return Optional.ofNullable(settings.problem());
  }

  /** Sets the loop that watches this feed. */
  void watchedBy(WatchLoop loop) {
    watch = loop;
  }

  /**
   * Pauses the watch: it closes its stream and keeps its resume point. Readers stay connected, and
   * readers that catch up continue to. Does nothing if the watch is already paused.
   *
   * @throws IllegalStateException if the watch has stopped, which only an operator can fix
   */
  public void pause() {
    watch().pause();
  }

  /**
   * Resumes the watch where it was paused. Does nothing if it is not paused.
   *
   * @throws IllegalStateException if the watch has stopped
   */
  public void resume() {
    watch().resume();
  }

  private WatchLoop watch() {
    WatchStatus now = health.reported();
    if (watch == null || now.state() == WatchStatus.State.STOPPED) {
      throw new IllegalStateException(
          "The watch of "
              + name()
              + " does not run: "
              + now.reason().orElse("")
              + " Redeploy the application to start it again.");
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

  /** As above, as a new reader may be told of it. */
  public Position position(View view) {
    return subscribers.start(view, position());
  }

  /**
   * Where the log began: a reader that starts there gets every entry. Null before the stream was
   * first opened.
   */
  public Position beginning() {
    return log.beginning();
  }

  /**
   * The moment from which MongoDB has its history, for a reader with a view. Waits only for the
   * first result.
   *
   * @return empty if unknown, and for a reader that may not see everything, because it may be the
   *     moment of a hidden change
   */
  public Optional<Instant> oldest(View view, Duration patience) {
    return view.isRestricted() ? Optional.empty() : oldest.get(patience);
  }

  /**
   * Whether a position lies after everything that MongoDB can have sent by now. Decided by
   * MongoDB's clock if the watch knows it, else by this machine's, which may be far off.
   */
  public boolean isFuture(Position position) {
    Position head = position();
    Optional<Duration> lag = lag();
    if (position.clusterTime().isEmpty()
        || head == null
        || head.clusterTime().isEmpty()
        || lag.isEmpty()) {
      return position.isAfter(Instant.now().plus(CLOCK_SKEW));
    }
    Duration ahead = Duration.ofSeconds(position.seconds() - head.seconds());
    return ahead.compareTo(lag.get().plus(NODES_APART)) > 0;
  }

  /**
   * The feed's state. It is not live if MongoDB is silent, even without an error, or if changes are
   * read but not delivered.
   */
  public WatchStatus status() {
    if (health.reported().isLive() && !subscribers.areServed()) {
      return WatchStatus.reconnecting(
          "Changes are read but not delivered: the dispatcher's thread has stalled. The server's"
              + " log may name the cause; restart the application.");
    }
    return health.status();
  }

  /** Whether its watch reads. */
  WatchHealth health() {
    return health;
  }

  /** The latest 20 outages of the watch since the start, oldest first. */
  public List<Outage> outages() {
    return health.outages();
  }

  /** As above, for a reader that may not see everything: their positions hold no document key. */
  public List<Outage> outages(View view) {
    List<Outage> all = outages();
    return view.isRestricted()
        ? all.stream()
            .map(o -> o.after() == null ? o : o.withPosition(view.reveal(o.after())))
            .toList()
        : all;
  }

  /** When counting began: about when the server started. */
  public Instant started() {
    return started;
  }

  /** A consistent snapshot of the watch's position and what it has seen up to there. */
  public ChangeLog.Seen seen() {
    return log.seen();
  }

  /** How far the watch is behind MongoDB; empty if unknown. */
  public Optional<Duration> lag() {
    return health.lag();
  }

  /** The number of changes since the start. */
  public long changes() {
    return counters.changes().total();
  }

  /** Counters of what the watch has read. */
  public WatchCounters counters() {
    return counters;
  }

  /** The latest changes, for readers. */
  public ChangeLog log() {
    return log;
  }

  /** The readers of this feed on this server. */
  public Subscribers subscribers() {
    return subscribers;
  }

  /**
   * Registers the next change or gap that the watch has read, before its observers are notified.
   */
  synchronized void announce(FeedEntry entry) {
    announced = entry;
    health.announced(entry);
  }

  /**
   * Appends the announced entry to the log and wakes the readers. Does nothing if the entry was
   * appended already, or if it is not the one that the watch announced last: an event that other
   * code fires is not a change of this feed.
   */
  synchronized void append(FeedEntry entry) {
    if (entry != announced) {
      return;
    }
    announced = null;
    counters.saw(entry);
    log.append(new LogEntry(entry));
    health.appended(entry);
    subscribers.wake();
  }

  /** Everything that has happened by now was appended, and the watch is at this position. */
  void upToDate(Position position) {
    health.upToDate();
    advance(position);
  }

  void advance(Position position) {
    if (counters.recent().began() == null) {
      counters.recent().begin(Instant.now());
    }
    log.advance(position);
  }
}
