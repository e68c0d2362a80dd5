package dev.tidewatch.feed.control;

import static dev.tidewatch.feed.control.Entries.entry;
import static dev.tidewatch.feed.control.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewatch.feed.entity.Position;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CourierTest {

  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
  private final ChangeLog log = new ChangeLog(1000, 1 << 24);
  private final Courier courier = new Courier(executor);
  private final Readers readers = courier.serve(log, NoHistory.of(log));

  @BeforeEach
  void start() {
    log.advance(position(0));
    executor.execute(courier);
  }

  @AfterEach
  void stop() {
    courier.stop();
    executor.shutdownNow();
  }

  @Test
  void aReaderWithoutAPositionGetsWhatComesNext() {
    append(1, 2);
    FakeSink sink = FakeSink.immediate();
    subscribe(sink, null);
    append(3, 4);

    await().untilAsserted(() -> assertThat(sink.numbers()).containsExactly(3, 4));
  }

  @Test
  void aReaderWithAPositionGetsWhatCameAfterIt() {
    append(1, 3, 5);
    FakeSink sink = FakeSink.immediate();
    subscribe(sink, position(2));
    append(7);

    await().untilAsserted(() -> assertThat(sink.numbers()).containsExactly(3, 5, 7));
  }

  @Test
  void aReaderAheadOfThisLogIsNotSentWhatItHasHad() {
    append(1, 2);
    FakeSink sink = FakeSink.immediate();
    subscribe(sink, position(4));
    append(3, 4, 5);

    await().untilAsserted(() -> assertThat(sink.numbers()).containsExactly(5));
  }

  @Test
  void aBurstThatCompletesAtOnceDoesNotRecurse() {
    append(IntStream.rangeClosed(1, 900).toArray());
    FakeSink sink = FakeSink.immediate();
    subscribe(sink, position(0));

    await().untilAsserted(() -> assertThat(sink.ids).hasSize(900));
    assertThat(sink.numbers()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aSlowReaderHasOneMessageUnderWayAndHoldsUpNobody() {
    FakeSink.Steps steps = new FakeSink.Steps();
    FakeSink slow = new FakeSink(steps);
    FakeSink quick = FakeSink.immediate();
    subscribe(slow, position(0));
    subscribe(quick, position(0));
    append(1, 2, 3);

    await().untilAsserted(() -> assertThat(quick.numbers()).containsExactly(1, 2, 3));
    append(4, 5);
    await().untilAsserted(() -> assertThat(quick.numbers()).endsWith(4, 5));
    assertThat(slow.messages).hasValue(1);

    // the next message takes all that has come since
    await().until(steps::step);
    await().untilAsserted(() -> assertThat(slow.numbers()).containsExactly(1, 2, 3, 4, 5));
    assertThat(slow.messages).hasValue(2);
    assertThat(slow.overlapped).isFalse();
  }

  @Test
  void aReaderGetsOnlyWhatItAskedFor() {
    FakeSink deletes = FakeSink.immediate();
    FakeSink inserts = FakeSink.immediate();
    subscribe(deletes, position(0), Filter.of(List.of("delete"), List.of(), List.of()));
    subscribe(inserts, position(0), Filter.of(List.of("insert"), List.of(), List.of()));
    append(1, 2, 3);

    await().untilAsserted(() -> assertThat(inserts.numbers()).containsExactly(1, 2, 3));
    await().untilAsserted(() -> assertThat(deletes.position).isEqualTo(position(3)));
    assertThat(deletes.ids).isEmpty();
  }

  @Test
  void twoFeedsReadersGetTheirOwn() {
    ChangeLog otherLog = new ChangeLog(10, 1 << 20);
    Readers others =
        courier.serve(otherLog, new CatchUp(otherLog, new FeedStreams(null), executor));
    FakeSink one = FakeSink.immediate();
    FakeSink two = FakeSink.immediate();
    subscribe(one, null);
    others.subscribe(Reader.of(two, Protocol.SEED, SeedFormat.INSTANCE, Filter.NONE, null));
    otherLog.append(entry(9));
    append(1);

    await().untilAsserted(() -> assertThat(one.numbers()).containsExactly(1));
    await().untilAsserted(() -> assertThat(two.numbers()).containsExactly(9));
  }

  @Test
  void completionsFromOtherThreadsLoseAndRepeatNothing() {
    ExecutorService others = Executors.newFixedThreadPool(2);
    try {
      List<FakeSink> sinks = IntStream.range(0, 20).mapToObj(i -> new FakeSink(others)).toList();
      sinks.forEach(sink -> subscribe(sink, position(0)));
      int[] all = IntStream.rangeClosed(1, 500).toArray();
      append(all);

      for (FakeSink sink : sinks) {
        await().untilAsserted(() -> assertThat(sink.ids).hasSize(500));
        assertThat(sink.numbers()).containsExactlyElementsOf(IntStream.of(all).boxed().toList());
        assertThat(sink.overlapped).isFalse();
      }
    } finally {
      others.shutdownNow();
    }
  }

  @Test
  void aReaderThatFailsIsForgotten() {
    subscribe(
        new Sink() {
          @Override
          public void send(Message message, java.util.function.Consumer<Throwable> done) {
            throw new IllegalStateException("closed");
          }

          @Override
          public void ping() {}

          @Override
          public void close(CloseReason reason) {}
        },
        position(0));
    assertThat(readers.count()).isOne();

    append(1);

    await().until(() -> readers.count() == 0);
  }

  @Test
  void aReaderThatLeavesGetsNoMore() {
    FakeSink gone = FakeSink.immediate();
    FakeSink stays = FakeSink.immediate();
    Runnable unsubscribe = subscribe(gone, null);
    subscribe(stays, null);
    unsubscribe.run();
    append(1);

    await().untilAsserted(() -> assertThat(stays.numbers()).containsExactly(1));
    assertThat(gone.ids).isEmpty();
  }

  @Test
  void stoppingSendsTheReadersAway() {
    FakeSink sink = FakeSink.immediate();
    subscribe(sink, null);

    courier.stop();

    await().untilAsserted(() -> assertThat(sink.closed).containsExactly(CloseReason.GOING_AWAY));
  }

  private Runnable subscribe(Sink sink, Position after) {
    return subscribe(sink, after, Filter.NONE);
  }

  private Runnable subscribe(Sink sink, Position after, Filter filter) {
    return readers.subscribe(Reader.of(sink, Protocol.SEED, SeedFormat.INSTANCE, filter, after));
  }

  private void append(int... numbers) {
    for (int number : numbers) {
      log.append(entry(number));
    }
    readers.wake();
  }
}
