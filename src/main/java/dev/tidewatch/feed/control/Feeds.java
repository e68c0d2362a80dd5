package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.mongo.MongoConnection;
import dev.tidewatch.mongo.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Every feed there is, by its name. It observes the events of all of them, and wakes their readers.
 *
 * <p>Any thread.
 */
@ApplicationScoped
public class Feeds {

  /**
   * The page's recent changes come before other observers, so that a reader that was sent a change
   * finds it on the page. Not the least number there is: Weld subtracts priorities to compare them,
   * and would put that one last.
   */
  static final int OBSERVES_FIRST = -1_000_000;

  private static final int OBSERVES_SECOND = OBSERVES_FIRST + 1;

  @Inject private Settings settings;
  @Inject private MongoConnection mongo;
  @Resource private ManagedScheduledExecutorService executor;

  private final Map<String, Feed> feeds = new LinkedHashMap<>();
  private Courier courier;

  @PostConstruct
  void open() {
    courier = new Courier(executor);
    new ConfiguredFeeds(settings).list().forEach(this::add);
  }

  private void add(FeedSettings feed) {
    ChangeLog log = new ChangeLog(settings.logEvents(), settings.logBytes());
    FeedStreams streams = new FeedStreams(new ConfiguredSource(feed, mongo), feed);
    Readers readers = courier.serve(log, new CatchUp(log, streams, executor));
    feeds.put(feed.name(), new Feed(feed, mongo::hosts, log, streams, readers));
  }

  /** A feed by its name; empty if there is none. */
  public Optional<Feed> find(String name) {
    return Optional.ofNullable(feeds.get(name));
  }

  /** The feed of the page, which there always is. */
  public Feed changes() {
    return feeds.get(FeedSettings.CHANGES);
  }

  /** Every feed, in the order of the settings. */
  public Collection<Feed> all() {
    return feeds.values();
  }

  /** Delivers to all readers. */
  Courier courier() {
    return courier;
  }

  void change(@Observes @Priority(OBSERVES_SECOND) Change change, EventMetadata event) {
    broadcast(event);
  }

  void gap(@Observes @Priority(OBSERVES_SECOND) Gap gap, EventMetadata event) {
    broadcast(event);
  }

  /** The entry is in its feed's log by now: its readers are given it. */
  private void broadcast(EventMetadata event) {
    event.getQualifiers().stream()
        .filter(InFeed.class::isInstance)
        .map(qualifier -> feeds.get(((InFeed) qualifier).value()))
        .forEach(feed -> feed.readers().wake());
  }
}
