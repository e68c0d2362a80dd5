package dev.tidewatch.feed.control.delivery;

import static dev.tidewatch.feed.control.log.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.HtmlFormat;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.entity.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PingsTest {

  private static final int READERS = 300;

  private final ChangeLog log = new ChangeLog(10, 1 << 20);
  private final Subscribers subscribers =
      new Dispatcher(Runnable::run).serve(log, NoHistory.of(log));
  private final List<FakeSink> sinks = Stream.generate(FakeSink::immediate).limit(READERS).toList();

  @Test
  void readersThatCameTogetherAreAskedOneAfterTheOther() {
    log.advance(position(0));
    sinks.forEach(
        sink ->
            subscribers.subscribe(
                SubscribeRequest.of(
                    sink, Protocol.SOCKET, HtmlFormat.INSTANCE, ChangeFilter.NONE, null)));

    long start = System.nanoTime();
    List<Integer> asked =
        IntStream.rangeClosed(1, 62)
            .map(second -> pingsIn(start + Duration.ofSeconds(second).toNanos()))
            .boxed()
            .toList();

    assertThat(sinks).allSatisfy(sink -> assertThat(sink.pings.get()).isBetween(2, 3));
    // 10 a second on average
    assertThat(asked).allMatch(pings -> pings < READERS / 5);
  }

  private int pingsIn(long nanoTime) {
    int before = pings();
    subscribers.tend(nanoTime);
    return pings() - before;
  }

  private int pings() {
    return sinks.stream().mapToInt(sink -> sink.pings.get()).sum();
  }
}
