package dev.tidewatch.feed.control;

import static dev.tidewatch.feed.control.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change that takes long to encode holds up those that wait for it, and nobody else. */
class LargeEntriesTest {

  private static final int LARGE = 2 * LargeEntries.LARGE_BYTES;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Semaphore permits = new Semaphore(0);
  private final Courier courier =
      new Courier(
          task ->
              threads.execute(
                  () -> {
                    permits.acquireUninterruptibly();
                    task.run();
                  }));
  private final ChangeLog log = new ChangeLog(1000, 1 << 24);
  private final ChangeLog otherLog = new ChangeLog(1000, 1 << 24);
  private final Readers readers = courier.serve(log, NoHistory.of(log));
  private final Readers others = courier.serve(otherLog, NoHistory.of(otherLog));

  @BeforeEach
  void start() {
    log.advance(position(0));
    otherLog.advance(position(0));
    threads.execute(courier);
  }

  @AfterEach
  void stop() {
    permits.release(100);
    courier.stop();
    threads.shutdownNow();
  }

  @Test
  void otherFeedsReadersDoNotWaitForIt() {
    FakeSink one = subscribe(readers, SeedFormat.INSTANCE, Filter.NONE);
    FakeSink filtered =
        subscribe(readers, SeedFormat.INSTANCE, Filter.of(List.of("insert"), List.of(), List.of()));
    FakeSink other = subscribe(others, SeedFormat.INSTANCE, Filter.NONE);
    log.append(Entries.entry(1));
    log.append(Entries.large(2, LARGE));
    log.append(Entries.entry(3));
    readers.wake();
    otherLog.append(Entries.entry(4));
    others.wake();

    await().untilAsserted(() -> assertThat(other.numbers()).containsExactly(4));
    await().untilAsserted(() -> assertThat(one.numbers()).containsExactly(1));
    await().untilAsserted(() -> assertThat(filtered.numbers()).containsExactly(1));

    permits.release(100);
    await().untilAsserted(() -> assertThat(one.numbers()).containsExactly(1, 2, 3));
    await().untilAsserted(() -> assertThat(filtered.numbers()).containsExactly(1, 2, 3));
  }

  @Test
  void aReaderThatWaitsForItIsNotUpToDate() {
    FakeSink sink = subscribe(readers, SeedFormat.INSTANCE, Filter.NONE);
    log.append(Entries.large(1, LARGE));
    readers.wake();
    otherLog.append(Entries.entry(2));
    FakeSink other = subscribe(others, SeedFormat.INSTANCE, Filter.NONE);
    others.wake();
    await().until(() -> !other.numbers().isEmpty());
    await().until(() -> sink.position != null);

    assertThat(sink.upToDate).isFalse();
    assertThat(sink.position).isEqualTo(position(0));

    permits.release(100);
    await().untilAsserted(() -> assertThat(sink.numbers()).containsExactly(1));
    await().until(() -> sink.upToDate);
  }

  private static FakeSink subscribe(Readers readers, Format format, Filter filter) {
    FakeSink sink = FakeSink.immediate();
    readers.subscribe(Reader.of(sink, Protocol.SEED, format, filter, position(0)));
    return sink;
  }
}
