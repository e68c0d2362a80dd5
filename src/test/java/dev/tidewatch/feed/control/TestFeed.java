package dev.tidewatch.feed.control;

import static org.awaitility.Awaitility.await;

import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A feed's watch, log, courier and catch-up together, without a server. */
final class TestFeed implements AutoCloseable {

  private static final long LOG_BYTES = 1 << 28;

  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(12);
  private final List<WatchStatus> statuses = new CopyOnWriteArrayList<>();
  private final ChangeLog log;
  private final Courier courier;
  private final Readers readers;
  private final WatchLoop loop;

  /**
   * Starts at once.
   *
   * @param logEntries how long the log is; who is further back is caught up
   */
  TestFeed(StreamSource source, int logEntries) {
    this(new FeedStreams(source), logEntries, () -> "the test's MongoDB");
  }

  /**
   * Starts at once.
   *
   * @param hosts what the database is called in messages
   */
  TestFeed(FeedStreams streams, int logEntries, Supplier<String> hosts) {
    log = new ChangeLog(logEntries, LOG_BYTES);
    courier = new Courier(executor);
    readers = courier.serve(log, new CatchUp(log, streams, executor));
    loop = new WatchLoop(streams, new Listener(), hosts);
    executor.execute(courier);
    executor.execute(loop);
  }

  TestFeed awaitLive() {
    await().atMost(30, TimeUnit.SECONDS).until(() -> !statuses.isEmpty() && status().isLive());
    return this;
  }

  ChangeLog log() {
    return log;
  }

  /** Every state there was, in order; the same one again at each attempt. */
  List<WatchStatus> statuses() {
    return statuses;
  }

  WatchStatus status() {
    return statuses.get(statuses.size() - 1);
  }

  Readers readers() {
    return readers;
  }

  /** A reader that starts after a position, or with the next change if that is null. */
  ResumingReader reader(Position after) {
    return new ResumingReader(readers, after);
  }

  /** A reader that comes back to a position, with another far end. */
  void reader(Sink sink, Position after) {
    readers.subscribe(Reader.of(sink, Protocol.SEED, SeedFormat.INSTANCE, Filter.NONE, after));
  }

  ScheduledExecutorService executor() {
    return executor;
  }

  @Override
  public void close() {
    loop.stop();
    courier.stop();
    executor.shutdownNow();
  }

  private final class Listener implements WatchLoop.Listener {

    @Override
    public void entry(FeedEntry entry) {
      log.append(new LogEntry(entry));
      readers.wake();
    }

    @Override
    public void startedAt(Position position) {
      log.advance(position);
    }

    @Override
    public void upToDate(Position position) {
      log.advance(position);
    }

    @Override
    public void status(WatchStatus status) {
      statuses.add(status);
    }
  }
}
