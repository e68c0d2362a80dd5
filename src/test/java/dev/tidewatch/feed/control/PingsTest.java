package dev.tidewatch.feed.control;

import static dev.tidewatch.feed.control.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PingsTest {

  private static final int READERS = 300;

  private final ChangeLog log = new ChangeLog(10, 1 << 20);
  private final Readers readers = new Courier(Runnable::run).serve(log, NoHistory.of(log));
  private final List<FakeSink> sinks = Stream.generate(FakeSink::immediate).limit(READERS).toList();

  @Test
  void readersThatCameTogetherAreAskedOneAfterTheOther() {
    log.advance(position(0));
    sinks.forEach(
        sink ->
            readers.subscribe(
                Reader.of(sink, Protocol.SEED, SeedFormat.INSTANCE, Filter.NONE, null)));

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
    readers.tend(nanoTime);
    return pings() - before;
  }

  private int pings() {
    return sinks.stream().mapToInt(sink -> sink.pings.get()).sum();
  }
}
