package dev.tidewatch.feed.control.delivery;

import static org.awaitility.Awaitility.await;

import dev.tidewatch.config.DocumentSettings;
import dev.tidewatch.feed.control.documents.DocumentPlaces;
import dev.tidewatch.feed.control.documents.DocumentReads;
import dev.tidewatch.feed.control.documents.DocumentSource;
import dev.tidewatch.feed.control.documents.FeedDocuments;
import dev.tidewatch.feed.control.faults.ResumingReader;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.HtmlFormat;
import dev.tidewatch.feed.control.history.CatchUp;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.source.ChangeStreamSource;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.control.watch.WatchLoop;
import dev.tidewatch.feed.entity.ImagePolicy;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.feed.entity.WatchStatus;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A feed's watch, log, dispatcher and catch-up together, without a server. */
public final class TestFeed implements AutoCloseable {

  private static final long LOG_BYTES = 1 << 28;

  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(12);
  private final List<WatchStatus> statuses = new CopyOnWriteArrayList<>();
  private final ChangeLog log;
  private final Dispatcher dispatcher;
  private final Subscribers subscribers;
  private final WatchLoop loop;

  /**
   * Starts at once.
   *
   * @param logEntries how long the log is; a reader further back catches up
   */
  public TestFeed(ChangeStreamSource source, int logEntries) {
    this(new FeedStreamFactory(source), logEntries, () -> "the test's MongoDB");
  }

  /**
   * Starts at once.
   *
   * @param hosts what the database is called in messages
   */
  public TestFeed(FeedStreamFactory streams, int logEntries, Supplier<String> hosts) {
    this(streams, logEntries, hosts, ImagePolicy.AS_SENT);
  }

  /**
   * As above.
   *
   * @param images which documents changes carry, and which of them readers get
   */
  public TestFeed(
      FeedStreamFactory streams, int logEntries, Supplier<String> hosts, ImagePolicy images) {
    this(streams, logEntries, hosts, images, null, null);
  }

  /**
   * As above, with documents.
   *
   * @param source reads them; null for none
   * @param bounds how many readers are sent
   */
  public TestFeed(
      FeedStreamFactory streams,
      int logEntries,
      Supplier<String> hosts,
      ImagePolicy images,
      DocumentSource source,
      DocumentSettings bounds) {
    log = new ChangeLog(logEntries, LOG_BYTES);
    dispatcher = new Dispatcher(executor);
    FeedDocuments documents =
        source == null
            ? null
            : new FeedDocuments(
                new DocumentReads(log, source, executor),
                new DocumentPlaces(bounds.readers()),
                bounds);
    subscribers = dispatcher.serve(log, new CatchUp(log, streams, executor), images, documents);
    loop =
        new WatchLoop(
            streams, new LogListener(log, subscribers, entry -> {}, statuses::add), hosts);
    executor.execute(dispatcher);
    executor.execute(loop);
  }

  public TestFeed awaitLive() {
    await().atMost(30, TimeUnit.SECONDS).until(() -> !statuses.isEmpty() && status().isLive());
    return this;
  }

  public ChangeLog log() {
    return log;
  }

  /** Every state there was, in order; the same one again at each attempt. */
  public List<WatchStatus> statuses() {
    return statuses;
  }

  public WatchStatus status() {
    return statuses.get(statuses.size() - 1);
  }

  public Subscribers subscribers() {
    return subscribers;
  }

  /** A reader that starts after a position, or with the next change if that is null. */
  public ResumingReader reader(Position after) {
    return new ResumingReader(subscribers, after);
  }

  /** A reader that comes back to a position, with another far end. */
  public void reader(Sink sink, Position after) {
    subscribers.subscribe(
        SubscribeRequest.of(sink, Protocol.SOCKET, HtmlFormat.INSTANCE, ChangeFilter.NONE, after));
  }

  public ScheduledExecutorService executor() {
    return executor;
  }

  @Override
  public void close() {
    loop.stop();
    dispatcher.stop();
    executor.shutdownNow();
  }
}
