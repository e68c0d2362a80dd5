package dev.tidewatch.feed.control;

import dev.tidewatch.config.DocumentSettings;
import dev.tidewatch.config.FeedProperty;
import dev.tidewatch.config.LogSettings;
import dev.tidewatch.config.Settings;
import dev.tidewatch.feed.control.delivery.Dispatcher;
import dev.tidewatch.feed.control.delivery.Subscribers;
import dev.tidewatch.feed.control.documents.DocumentPlaces;
import dev.tidewatch.feed.control.documents.DocumentReads;
import dev.tidewatch.feed.control.documents.FeedDocuments;
import dev.tidewatch.feed.control.history.CatchUp;
import dev.tidewatch.feed.control.history.OldestMoment;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.snapshots.MongoDocuments;
import dev.tidewatch.feed.control.source.ConfiguredStreamSource;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.mongo.MongoConnection;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * All feeds, by name.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class FeedRegistry {

  private static final Logger LOG = Logger.getLogger(FeedRegistry.class.getName());

  @Inject private Settings settings;
  @Inject private LogSettings logSettings;
  @Inject private DocumentSettings documentSettings;
  @Inject private MongoConnection mongo;
  @Resource private ManagedScheduledExecutorService executor;

  private final Map<String, Feed> feeds = new LinkedHashMap<>();
  private Dispatcher dispatcher;
  private DocumentPlaces places;

  @PostConstruct
  void open() {
    dispatcher = new Dispatcher(executor);
    places = new DocumentPlaces(documentSettings.readers());
    new FeedConfiguration(settings).list().forEach(this::add);
  }

  private void add(FeedDefinition definition) {
    FeedSettings feed = definition.settings();
    if (feed.problem() == null && definition.rules().areNobodys()) {
      LOG.log(
          Level.WARNING,
          "Nobody may read the feed {0}, set {1} to the roles that may",
          new Object[] {feed.name(), FeedProperty.READ.of(feed.name())});
    }
    ChangeLog log = new ChangeLog(logSettings.events(), logSettings.bytes());
    FeedStreamFactory streams =
        new FeedStreamFactory(new ConfiguredStreamSource(feed, mongo), feed);
    DocumentReads reads =
        new DocumentReads(log, new MongoDocuments(mongo::client, streams), executor);
    FeedDocuments documents = new FeedDocuments(reads, places, documentSettings);
    Subscribers subscribers =
        dispatcher.serve(log, new CatchUp(log, streams, executor), feed.imagePolicy(), documents);
    feeds.put(
        feed.name(),
        new Feed(
            definition,
            mongo::hosts,
            log,
            streams,
            subscribers,
            new OldestMoment(log, streams, executor)));
  }

  /** The feed of that name; empty if there is none. */
  public Optional<Feed> find(String name) {
    return Optional.ofNullable(feeds.get(name));
  }

  /** The feed {@code changes}, used by the page and {@code /socket}; it always exists. */
  public Feed changes() {
    return feeds.get(FeedSettings.CHANGES);
  }

  /** Every feed, in the order of the settings. */
  public Collection<Feed> all() {
    return feeds.values();
  }

  /** Delivers to all readers. */
  Dispatcher dispatcher() {
    return dispatcher;
  }
}
