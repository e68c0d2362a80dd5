package dev.tidewatch.feed.control.batch;

import static dev.tidewatch.feed.control.log.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewatch.feed.control.delivery.Dispatcher;
import dev.tidewatch.feed.control.delivery.FakeSink;
import dev.tidewatch.feed.control.delivery.NoHistory;
import dev.tidewatch.feed.control.delivery.SubscribeRequest;
import dev.tidewatch.feed.control.delivery.Subscribers;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.HtmlFormat;
import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.Entries;
import dev.tidewatch.feed.entity.Protocol;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change that takes long to encode delays only the readers that wait for it. */
class LargeEntryEncoderTest {

  private static final int LARGE = 2 * LargeEntryEncoder.LARGE_BYTES;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Semaphore permits = new Semaphore(0);
  private final Dispatcher dispatcher =
      new Dispatcher(
          task ->
              threads.execute(
                  () -> {
                    permits.acquireUninterruptibly();
                    task.run();
                  }));
  private final ChangeLog log = new ChangeLog(1000, 1 << 24);
  private final ChangeLog otherLog = new ChangeLog(1000, 1 << 24);
  private final Subscribers subscribers = dispatcher.serve(log, NoHistory.of(log));
  private final Subscribers others = dispatcher.serve(otherLog, NoHistory.of(otherLog));

  @BeforeEach
  void start() {
    log.advance(position(0));
    otherLog.advance(position(0));
    threads.execute(dispatcher);
  }

  @AfterEach
  void stop() {
    permits.release(100);
    dispatcher.stop();
    threads.shutdownNow();
  }

  @Test
  void otherFeedsReadersDoNotWaitForIt() {
    FakeSink one = subscribe(subscribers, HtmlFormat.INSTANCE, ChangeFilter.NONE);
    FakeSink filtered =
        subscribe(
            subscribers,
            HtmlFormat.INSTANCE,
            ChangeFilter.of(List.of("insert"), List.of(), List.of()));
    FakeSink other = subscribe(others, HtmlFormat.INSTANCE, ChangeFilter.NONE);
    log.append(Entries.entry(1));
    log.append(Entries.large(2, LARGE));
    log.append(Entries.entry(3));
    subscribers.wake();
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
    FakeSink sink = subscribe(subscribers, HtmlFormat.INSTANCE, ChangeFilter.NONE);
    log.append(Entries.large(1, LARGE));
    subscribers.wake();
    otherLog.append(Entries.entry(2));
    FakeSink other = subscribe(others, HtmlFormat.INSTANCE, ChangeFilter.NONE);
    others.wake();
    await().until(() -> !other.numbers().isEmpty());
    await().until(() -> sink.position != null);

    assertThat(sink.upToDate).isFalse();
    assertThat(sink.position).isEqualTo(position(0));

    permits.release(100);
    await().untilAsserted(() -> assertThat(sink.numbers()).containsExactly(1));
    await().until(() -> sink.upToDate);
  }

  private static FakeSink subscribe(
      Subscribers subscribers, WireFormat format, ChangeFilter filter) {
    FakeSink sink = FakeSink.immediate();
    subscribers.subscribe(SubscribeRequest.of(sink, Protocol.SOCKET, format, filter, position(0)));
    return sink;
  }
}
