package dev.tidewatch.feed.control.watch;

import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import dev.tidewatch.feed.control.delivery.Dispatcher;
import dev.tidewatch.feed.control.delivery.LogListener;
import dev.tidewatch.feed.control.delivery.Subscribers;
import dev.tidewatch.feed.control.faults.ResumingReader;
import dev.tidewatch.feed.control.history.CatchUp;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.source.ChangeStreamSource;
import dev.tidewatch.feed.control.source.CollectionSource;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.control.source.StreamAttempts;
import dev.tidewatch.feed.control.source.StreamOpening;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import dev.tidewatch.stream.ChangeStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonValue;

/**
 * The watch, the log, the dispatcher and the catch-up of one collection, put together as the
 * application does it, on a client of the test's. Keeps what the watch announced, and when it
 * opened its stream.
 */
public final class WatchedFeed implements AutoCloseable {

  private final ChangeStreamSource source;
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(12);
  private final StreamAttempts attempts = new StreamAttempts();
  private final List<Integer> numbers = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final ChangeLog log;
  private final Dispatcher dispatcher;
  private final Subscribers subscribers;
  private final WatchLoop loop;
  private final Future<?> running;
  private final AtomicInteger catchUps = new AtomicInteger();
  private volatile WatchStatus status;

  /**
   * Starts to watch {@code DATABASE.test}, and waits until it does.
   *
   * @param logEntries how many changes the log holds
   */
  public WatchedFeed(MongoClient client, String database, int logEntries) {
    source =
        new CollectionSource(
            client, client.getDatabase(database).getCollection("test"), List.of(), options -> {});
    log = new ChangeLog(logEntries, 1 << 24);
    dispatcher = new Dispatcher(executor);
    subscribers =
        dispatcher.serve(log, new CatchUp(log, new FeedStreamFactory(this::catchUp), executor));
    loop =
        new WatchLoop(
            new FeedStreamFactory(this::attempt),
            new LogListener(log, subscribers, this::note, now -> status = now),
            () -> "the test's MongoDB");
    executor.execute(dispatcher);
    running = executor.submit(loop);
    await().until(() -> log.head() != null);
  }

  /** A reader that starts here. */
  public ResumingReader reader() {
    return new ResumingReader(subscribers, log.head());
  }

  /** Serves readers, also those that began at another feed of the same collection. */
  public Subscribers readers() {
    return subscribers;
  }

  /** How many changes there have been. */
  public long end() {
    return log.end();
  }

  /** Where the watch stands. */
  public Position head() {
    return log.head();
  }

  public void pause() {
    loop.pause();
  }

  public void resume() {
    loop.resume();
  }

  /** Whether the watch's thread is done, by itself. */
  public boolean hasEnded() {
    return running.isDone();
  }

  public WatchStatus status() {
    return status;
  }

  /** How often MongoDB was read for a reader whose place had left the log. */
  public int catchUps() {
    return catchUps.get();
  }

  /** The numbers that the watch announced. */
  public synchronized List<Integer> numbers() {
    return List.copyOf(numbers);
  }

  /** The gaps that it announced. */
  public synchronized List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  public StreamAttempts attempts() {
    return attempts;
  }

  private ChangeStream attempt(StreamOpening opening) {
    if (!opening.bare()) {
      attempts.attempt();
    }
    return source.open(opening);
  }

  private ChangeStream catchUp(StreamOpening opening) {
    catchUps.incrementAndGet();
    return source.open(opening);
  }

  private synchronized void note(FeedEntry entry) {
    if (entry instanceof Gap gap) {
      gaps.add(gap);
    } else if (entry instanceof Change change) {
      attempts.announced(change.operationType());
      BsonValue document = change.document().get("fullDocument");
      if (document != null) {
        numbers.add(document.asDocument().getInt32("n").getValue());
      }
    }
  }

  @Override
  public void close() {
    loop.stop();
    dispatcher.stop();
    executor.shutdownNow();
  }
}
