package dev.tidewatch.feed.control.delivery;

import static dev.tidewatch.feed.control.log.Entries.entry;
import static dev.tidewatch.feed.control.log.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.HtmlFormat;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.entity.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendWindowTest {

  private static final long NOTHING_IS_AHEAD = Long.MAX_VALUE;

  private final ChangeLog log = new ChangeLog(1000, 1 << 20);
  private final Dispatcher dispatcher = new Dispatcher(Runnable::run);
  private final Subscribers subscribers = dispatcher.serve(log, NoHistory.of(log));
  private final List<FakeSink> sinks = new ArrayList<>();
  private final long start = System.nanoTime() + Duration.ofSeconds(1).toNanos();

  @BeforeEach
  void begin() {
    log.advance(position(0));
  }

  @Test
  void aChangeThatComesByItselfGoesOutAtOnce() {
    subscribe(200);
    log.append(entry(1));

    pumpAfter(0);
    assertThat(pumpAfter(10)).isEqualTo(NOTHING_IS_AHEAD);
    log.append(entry(2));
    pumpAfter(11);

    assertThat(sinks).allMatch(sink -> sink.numbers().equals(List.of(1, 2)));
  }

  @Test
  void changesWithinAWindowGoOutTogether() {
    subscribe(200);
    log.append(entry(1));
    assertThat(pumpAfter(0)).isEqualTo(Duration.ofMillis(10).toNanos());
    log.append(entry(2));
    assertThat(pumpAfter(4)).isEqualTo(Duration.ofMillis(6).toNanos());
    log.append(entry(3));
    assertThat(pumpAfter(9)).isEqualTo(Duration.ofMillis(1).toNanos());
    assertThat(sinks).allMatch(sink -> sink.numbers().equals(List.of(1)));

    assertThat(pumpAfter(10)).isEqualTo(Duration.ofMillis(10).toNanos());
    assertThat(sinks).allMatch(sink -> sink.numbers().equals(List.of(1, 2, 3)));
    assertThat(sinks).allMatch(sink -> sink.messages.get() == 2);
  }

  @Test
  void aReaderThatIsBusyInAWindowIsServedInTheNext() {
    subscribe(200);
    FakeSink.Steps steps = new FakeSink.Steps();
    FakeSink busy = subscribe(new FakeSink(steps));
    log.append(entry(1));
    pumpAfter(0);
    log.append(entry(2));
    pumpAfter(10);

    steps.step();
    pumpAfter(15);
    assertThat(busy.numbers()).containsExactly(1);
    pumpAfter(20);
    assertThat(busy.numbers()).containsExactly(1, 2);
  }

  @Test
  void fewReadersHardlyWait() {
    subscribe(1);
    log.append(entry(1));

    assertThat(pumpAfter(0)).isEqualTo(Duration.ofMillis(1).dividedBy(10).toNanos());
  }

  /** Readers that are parked in between, because they want only some changes. */
  @Test
  void readersWithAFilterGetABurstTogether() {
    for (int i = 0; i < 300; i++) {
      sinks.add(
          subscribe(
              FakeSink.immediate(), ChangeFilter.of(List.of("insert"), List.of(), List.of())));
    }
    log.append(entry(1));
    pumpAfter(0);
    for (int n = 2; n <= 500; n++) {
      log.append(entry(n));
    }
    pumpAfter(10);

    List<Integer> all = IntStream.rangeClosed(1, 500).boxed().toList();
    assertThat(sinks).allMatch(sink -> sink.numbers().equals(all));
  }

  @Test
  void noSendWindowOpensWithoutReaders() {
    log.append(entry(1));

    assertThat(pumpAfter(0)).isZero();
    assertThat(pumpAfter(0)).isEqualTo(NOTHING_IS_AHEAD);
  }

  private long pumpAfter(long millis) {
    long next = subscribers.pump(start + Duration.ofMillis(millis).toNanos());
    dispatcher.serveReady();
    return next;
  }

  private void subscribe(int count) {
    for (int i = 0; i < count; i++) {
      sinks.add(subscribe(FakeSink.immediate()));
    }
  }

  private FakeSink subscribe(FakeSink sink) {
    return subscribe(sink, ChangeFilter.NONE);
  }

  private FakeSink subscribe(FakeSink sink, ChangeFilter filter) {
    subscribers.subscribe(
        SubscribeRequest.of(sink, Protocol.SOCKET, HtmlFormat.INSTANCE, filter, position(0)));
    return sink;
  }
}
