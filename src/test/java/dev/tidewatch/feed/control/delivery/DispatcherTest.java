package dev.tidewatch.feed.control.delivery;

import static dev.tidewatch.feed.control.log.Entries.entry;
import static dev.tidewatch.feed.control.log.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.HtmlFormat;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.history.CatchUp;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {

  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
  private final ChangeLog log = new ChangeLog(1000, 1 << 24);
  private final Dispatcher dispatcher = new Dispatcher(executor);
  private final Subscribers subscribers = dispatcher.serve(log, NoHistory.of(log));

  @BeforeEach
  void start() {
    log.advance(position(0));
    executor.execute(dispatcher);
  }

  @AfterEach
  void stop() {
    dispatcher.stop();
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
  void aSlowReaderHasOneMessageInFlightAndDelaysNoOther() {
    FakeSink.Steps steps = new FakeSink.Steps();
    FakeSink slow = new FakeSink(steps);
    FakeSink quick = FakeSink.immediate();
    subscribe(slow, position(0));
    // a filter: without one the slow reader would be sent the batches that this one was sent, and
    // how many those are depends on when the dispatcher looks
    subscribe(quick, position(0), ChangeFilter.of(List.of("insert"), List.of(), List.of()));
    append(1, 2, 3);

    await().untilAsserted(() -> assertThat(quick.numbers()).containsExactly(1, 2, 3));
    append(4, 5);
    await().untilAsserted(() -> assertThat(quick.numbers()).containsExactly(1, 2, 3, 4, 5));
    assertThat(slow.messages).hasValue(1);

    // the next message takes all that has come since
    assertThat(slow.numbers()).startsWith(1).doesNotContain(4, 5);
    assertThat(steps.step()).isTrue();
    await().untilAsserted(() -> assertThat(slow.numbers()).containsExactly(1, 2, 3, 4, 5));
    assertThat(slow.messages).hasValue(2);
    assertThat(slow.overlapped).isFalse();
  }

  @Test
  void aReaderGetsOnlyWhatItAskedFor() {
    FakeSink deletes = FakeSink.immediate();
    FakeSink inserts = FakeSink.immediate();
    subscribe(deletes, position(0), ChangeFilter.of(List.of("delete"), List.of(), List.of()));
    subscribe(inserts, position(0), ChangeFilter.of(List.of("insert"), List.of(), List.of()));
    append(1, 2, 3);

    await().untilAsserted(() -> assertThat(inserts.numbers()).containsExactly(1, 2, 3));
    await().untilAsserted(() -> assertThat(deletes.position).isEqualTo(position(3)));
    assertThat(deletes.ids).isEmpty();
  }

  @Test
  void twoFeedsReadersGetTheirOwn() {
    ChangeLog otherLog = new ChangeLog(10, 1 << 20);
    Subscribers others =
        dispatcher.serve(otherLog, new CatchUp(otherLog, new FeedStreamFactory(null), executor));
    FakeSink one = FakeSink.immediate();
    FakeSink two = FakeSink.immediate();
    subscribe(one, null);
    others.subscribe(
        SubscribeRequest.of(two, Protocol.SOCKET, HtmlFormat.INSTANCE, ChangeFilter.NONE, null));
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
          public void send(OutboundMessage message, java.util.function.Consumer<Throwable> done) {
            throw new IllegalStateException("closed");
          }

          @Override
          public void ping() {}

          @Override
          public void close(CloseReason reason) {}
        },
        position(0));
    assertThat(subscribers.count()).isOne();

    append(1);

    await().until(() -> subscribers.count() == 0);
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
  void anErrorOfOneReadersSinkEndsThatReaderAlone() {
    FakeSink broken =
        new FakeSink(Runnable::run) {
          @Override
          public void send(OutboundMessage message, Consumer<Throwable> done) {
            throw new NoClassDefFoundError("a class of the server that is gone");
          }
        };
    FakeSink well = FakeSink.immediate();
    subscribe(broken, position(0));
    subscribe(well, position(0));
    append(1);

    await().untilAsserted(() -> assertThat(well.numbers()).containsExactly(1));
    await().untilAsserted(() -> assertThat(broken.closed).containsExactly(CloseReason.FAILED));
    append(2);
    await().untilAsserted(() -> assertThat(well.numbers()).containsExactly(1, 2));
    assertThat(subscribers.count()).isOne();
  }

  @Test
  void anErrorWhileAReaderIsLookedAfterEndsThatReaderAlone() {
    FakeSink broken =
        new FakeSink(Runnable::run) {
          @Override
          public void reached(Position standing, boolean nothingMore) {
            throw new StackOverflowError();
          }
        };
    FakeSink well = FakeSink.immediate();
    subscribe(broken, null);
    subscribe(well, null);

    await().untilAsserted(() -> assertThat(broken.closed).containsExactly(CloseReason.FAILED));
    append(1);
    await().untilAsserted(() -> assertThat(well.numbers()).containsExactly(1));
  }

  @Test
  void aThreadThatStandsStillIsNoticedWithinFiveSeconds() {
    Semaphore stuck = new Semaphore(0);
    AtomicLong stands = new AtomicLong();
    FakeSink waits =
        new FakeSink(Runnable::run) {
          @Override
          public void send(OutboundMessage message, Consumer<Throwable> done) {
            stands.set(System.nanoTime());
            stuck.acquireUninterruptibly();
          }
        };
    long before = System.nanoTime();
    subscribe(waits, position(0));
    append(1);
    await().until(() -> stands.get() != 0);

    // the turn began between these two; what the clock says now depends on the machine
    assertThat(dispatcher.isTurning(before + Duration.ofSeconds(2).toNanos())).isTrue();
    assertThat(dispatcher.isTurning(stands.get() + Duration.ofSeconds(5).toNanos())).isFalse();

    stuck.release();
    await().until(dispatcher::isTurning);
  }

  @Test
  void aLiveReaderDoesNotWaitForReadersThatCatchUp() {
    int entries = 900;
    append(IntStream.rangeClosed(1, entries).toArray());
    AtomicLong sent = new AtomicLong();
    Queue<Integer> due = new ConcurrentLinkedQueue<>();
    AtomicLong atAppend = new AtomicLong();
    // appends on the dispatcher's own thread, amid its work: how soon it goes on after another
    // thread's append depends on which of them runs
    Runnable appendWhatIsDue =
        () -> {
          Integer number = due.poll();
          if (number != null) {
            atAppend.set(sent.get());
            append(number);
          }
        };
    List<Rereader> far =
        Stream.generate(() -> new Rereader(sent, appendWhatIsDue)).limit(40).toList();
    List<Long> sentMeanwhile = new CopyOnWriteArrayList<>();
    FakeSink live =
        new FakeSink(Runnable::run) {
          @Override
          public void send(OutboundMessage message, Consumer<Throwable> done) {
            sentMeanwhile.add(sent.get() - atAppend.get());
            super.send(message, done);
          }
        };
    subscribe(live, position(entries));
    await().until(() -> live.upToDate && sent.get() > 1000);

    for (int n = 1; n <= 21; n++) {
      due.add(entries + n);
      int count = n;
      await().until(() -> live.numbers().size() == count);
    }
    far.forEach(Rereader::leave);

    // one turn of each would be 40 x 16; the middle, because a slice is a time
    assertThat(sentMeanwhile.stream().sorted().toList().get(10)).isLessThan(320L);
  }

  /** A reader that begins anew whenever it has read all. */
  private final class Rereader extends FakeSink {

    private final AtomicLong sent;
    private final Runnable afterEach;
    private volatile Runnable unsubscribe = () -> {};
    private volatile boolean left;

    Rereader(AtomicLong sent, Runnable afterEach) {
      super(Runnable::run);
      this.sent = sent;
      this.afterEach = afterEach;
      unsubscribe = DispatcherTest.this.subscribe(this, position(0));
    }

    @Override
    public void send(OutboundMessage message, Consumer<Throwable> done) {
      sent.incrementAndGet();
      // encodes it, and keeps nothing
      message.bytes();
      afterEach.run();
      done.accept(null);
    }

    @Override
    public void reached(Position standing, boolean nothingMore) {
      unsubscribe.run();
      if (!left) {
        unsubscribe = DispatcherTest.this.subscribe(this, position(0));
      }
    }

    void leave() {
      left = true;
    }
  }

  @Test
  void stoppingSendsTheReadersAway() {
    FakeSink sink = FakeSink.immediate();
    subscribe(sink, null);

    dispatcher.stop();

    await().untilAsserted(() -> assertThat(sink.closed).containsExactly(CloseReason.GOING_AWAY));
  }

  private Runnable subscribe(Sink sink, Position after) {
    return subscribe(sink, after, ChangeFilter.NONE);
  }

  private Runnable subscribe(Sink sink, Position after, ChangeFilter filter) {
    return subscribers.subscribe(
        SubscribeRequest.of(sink, Protocol.SOCKET, HtmlFormat.INSTANCE, filter, after));
  }

  private void append(int... numbers) {
    for (int number : numbers) {
      log.append(entry(number));
    }
    subscribers.wake();
  }
}
