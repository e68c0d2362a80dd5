package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import dev.tidewatch.mongo.InvalidSettingException;
import dev.tidewatch.mongo.MongoConnection;
import dev.tidewatch.mongo.Settings;
import dev.tidewatch.stream.ChangeStream;
import dev.tidewatch.stream.ChangeStreamOptions;
import dev.tidewatch.stream.WatchTarget;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The feed {@code changes}: what is watched, its log, its readers and its state. It hears of
 * changes as any other observer does.
 *
 * <p>Any thread.
 */
@ApplicationScoped
public class Feed {

  /** The feed of the page and of {@code /socket}. */
  public static final String NAME = "changes";

  /** The page's recent changes come first, so that whoever sees a change here finds it there. */
  static final int OBSERVES_FIRST = 100;

  private static final int OBSERVES_SECOND = 200;

  private static final Duration MAX_AWAIT = Duration.ofSeconds(1);

  @Inject private Settings settings;
  @Inject private MongoConnection mongo;
  @Resource private ManagedScheduledExecutorService executor;

  private final AtomicLong changes = new AtomicLong();
  private volatile WatchStatus status = WatchStatus.reconnecting("The watch has not begun yet.");
  private ChangeLog log;
  private Courier courier;

  @PostConstruct
  void open() {
    log = new ChangeLog(settings.logEvents(), settings.logBytes());
    courier = new Courier(log, new CatchUp(log, this::startAfter, executor), executor);
  }

  /** What is watched, as it was set. */
  public String namespace() {
    return settings.ns();
  }

  /**
   * The feed's stream after a position, or from now on.
   *
   * @throws InvalidSettingException if the settings name no namespace or no database
   */
  ChangeStream startAfter(Position position) {
    Namespace ns = parsed(settings.ns());
    ChangeStreamOptions.Builder options = ChangeStreamOptions.builder().maxAwaitTime(MAX_AWAIT);
    if (position != null) {
      options.startAfter(position.resumeToken());
    }
    return ChangeStream.watch(
        WatchTarget.collection(mongo.client(), ns.database(), ns.collection()), options.build());
  }

  private static Namespace parsed(String ns) {
    try {
      return Namespace.parse(ns);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(e.getMessage());
    }
  }

  /** Where the watch stands; null before the stream was first opened. */
  public Position position() {
    return log.head();
  }

  /** How the watch is doing. */
  public WatchStatus status() {
    return status;
  }

  /** How many changes have come since the start. */
  public long changes() {
    return changes.get();
  }

  /** Delivers to the feed's readers. */
  public Courier courier() {
    return courier;
  }

  void change(@Observes @Priority(OBSERVES_SECOND) Change change) {
    changes.incrementAndGet();
    append(change);
  }

  void gap(@Observes @Priority(OBSERVES_SECOND) Gap gap) {
    append(gap);
  }

  private void append(FeedEntry entry) {
    log.append(new LogEntry(entry));
    courier.wake();
  }

  void advance(Position position) {
    log.advance(position);
  }

  void report(WatchStatus now) {
    status = now;
  }
}
