package dev.tidewatch.feed.control;

import static dev.tidewatch.feed.control.Entries.entry;
import static dev.tidewatch.feed.control.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.ReaderCounters.Source;
import dev.tidewatch.feed.entity.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The test's thread is the courier's. */
class ReaderCountersTest {

  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final ChangeLog log = new ChangeLog(3, 1 << 20);
  private final Courier courier = new Courier(Runnable::run);
  private final Readers readers =
      courier.serve(
          log,
          new CatchUp(
              log,
              new FeedStreams(
                  opening -> {
                    throw new IllegalStateException("no database here");
                  }),
              executor));
  private final List<String> ended = new ArrayList<>();
  private long now = System.nanoTime();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void whatIsSentIsCountedByProtocol() {
    log.advance(position(0));
    subscribe(FakeSink.immediate(), Protocol.WEBSOCKET, new FeedFormat("f"), null);
    subscribe(FakeSink.immediate(), Protocol.SEED, SeedFormat.INSTANCE, null);
    subscribe(FakeSink.immediate(), Protocol.SEED, SeedFormat.INSTANCE, null);
    log.append(entry(1));
    log.append(entry(2));
    pump();

    ProtocolCounters socket = readers.counters().of(Protocol.WEBSOCKET);
    assertThat(socket.messages()).isEqualTo(2);
    assertThat(socket.changes()).isEqualTo(2);
    assertThat(readers.counters().of(Protocol.SEED).changes()).isEqualTo(4);
    assertThat(readers.counters().of(Protocol.SEED).bytes()).isPositive().isEven();
    assertThat(readers.counters().of(Protocol.POLL).messages()).isZero();
  }

  @Test
  void aReaderThatReturnsIsServedFromTheLogOrFromMongo() {
    log.advance(position(0));
    for (int n = 1; n <= 5; n++) {
      log.append(entry(n));
    }
    subscribe(FakeSink.immediate(), Protocol.SEED, SeedFormat.INSTANCE, position(4));
    subscribe(FakeSink.immediate(), Protocol.SEED, SeedFormat.INSTANCE, position(1));
    subscribe(FakeSink.immediate(), Protocol.SEED, SeedFormat.INSTANCE, null);
    // where the handshake was, which is nothing that the client said
    readers.subscribe(
        Reader.of(
            FakeSink.immediate(),
            Protocol.SEED,
            SeedFormat.INSTANCE,
            Filter.NONE,
            position(5),
            false));
    pump();
    log.append(entry(6));
    pump();

    assertThat(readers.counters().resumes().count(Source.LOG)).isOne();
    assertThat(readers.counters().resumes().count(Source.MONGODB)).isOne();
    assertThat(readers.counters().catchUps()).isOne();
  }

  @Test
  void aReaderThatTakesNothingIsCountedAsStalledAndEndsOnce() {
    log.advance(position(0));
    FakeSink stalled = new FakeSink(new FakeSink.Steps());
    Runnable unsubscribe = subscribe(stalled, Protocol.SEED, SeedFormat.INSTANCE, null);
    log.append(entry(1));
    pump();

    readers.tend(System.nanoTime() + Duration.ofMinutes(2).toNanos());
    unsubscribe.run();

    assertThat(stalled.closed).containsExactly(CloseReason.STALLED);
    assertThat(readers.counters().of(Protocol.SEED).closed().count(CloseReason.STALLED)).isOne();
    assertThat(ended).hasSize(1);
  }

  @Test
  void aStopEndsEveryReaderOnce() {
    log.advance(position(0));
    Runnable unsubscribe =
        subscribe(FakeSink.immediate(), Protocol.SEED, SeedFormat.INSTANCE, null);
    subscribe(
        FakeSink.immediate(), Protocol.SSE, new EventStreamFormat(Format.DEFAULT_BYTES), null);

    readers.closeAll();
    unsubscribe.run();

    assertThat(ended).hasSize(2);
    assertThat(readers.count()).isZero();
  }

  /** The next round, with no wait for its time. */
  private void pump() {
    now += Rounds.LONGEST_PAUSE.toNanos();
    readers.pump(now);
  }

  private Runnable subscribe(Sink sink, Protocol protocol, Format format, Position after) {
    return readers.subscribe(
        Reader.of(sink, protocol, format, Filter.NONE, after), () -> ended.add(protocol.text()));
  }
}
