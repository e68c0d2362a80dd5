package dev.tidewatch.feed.control.delivery;

import static dev.tidewatch.feed.control.log.Entries.entry;
import static dev.tidewatch.feed.control.log.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.counters.ProtocolCounters;
import dev.tidewatch.feed.control.counters.SubscriberCounters.Source;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.HtmlFormat;
import dev.tidewatch.feed.control.format.SseFormat;
import dev.tidewatch.feed.control.format.V1Format;
import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.history.CatchUp;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The test's thread is the dispatcher's. */
class SubscriberCountersTest {

  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final ChangeLog log = new ChangeLog(3, 1 << 20);
  private final Dispatcher dispatcher = new Dispatcher(Runnable::run);
  private final Subscribers subscribers =
      dispatcher.serve(
          log,
          new CatchUp(
              log,
              new FeedStreamFactory(
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
    subscribe(FakeSink.immediate(), Protocol.WEBSOCKET, new V1Format("f"), null);
    subscribe(FakeSink.immediate(), Protocol.SOCKET, HtmlFormat.INSTANCE, null);
    subscribe(FakeSink.immediate(), Protocol.SOCKET, HtmlFormat.INSTANCE, null);
    log.append(entry(1));
    log.append(entry(2));
    pump();

    ProtocolCounters socket = subscribers.counters().of(Protocol.WEBSOCKET);
    assertThat(socket.messages()).isEqualTo(2);
    assertThat(socket.changes()).isEqualTo(2);
    assertThat(subscribers.counters().of(Protocol.SOCKET).changes()).isEqualTo(4);
    assertThat(subscribers.counters().of(Protocol.SOCKET).bytes()).isPositive().isEven();
    assertThat(subscribers.counters().of(Protocol.POLL).messages()).isZero();
  }

  @Test
  void aReaderThatReturnsIsServedFromTheLogOrFromMongo() {
    log.advance(position(0));
    for (int n = 1; n <= 5; n++) {
      log.append(entry(n));
    }
    subscribe(FakeSink.immediate(), Protocol.SOCKET, HtmlFormat.INSTANCE, position(4));
    subscribe(FakeSink.immediate(), Protocol.SOCKET, HtmlFormat.INSTANCE, position(1));
    subscribe(FakeSink.immediate(), Protocol.SOCKET, HtmlFormat.INSTANCE, null);
    // where the handshake was, which is nothing that the client said
    subscribers.subscribe(
        SubscribeRequest.of(
            FakeSink.immediate(),
            Protocol.SOCKET,
            HtmlFormat.INSTANCE,
            ChangeFilter.NONE,
            position(5),
            false));
    pump();
    log.append(entry(6));
    pump();

    assertThat(subscribers.counters().resumes().count(Source.LOG)).isOne();
    assertThat(subscribers.counters().resumes().count(Source.MONGODB)).isOne();
    assertThat(subscribers.counters().catchUps()).isOne();
  }

  @Test
  void aReaderThatTakesNothingIsCountedAsStalledAndEndsOnce() {
    log.advance(position(0));
    FakeSink stalled = new FakeSink(new FakeSink.Steps());
    Runnable unsubscribe = subscribe(stalled, Protocol.SOCKET, HtmlFormat.INSTANCE, null);
    log.append(entry(1));
    pump();

    subscribers.tend(System.nanoTime() + Duration.ofMinutes(2).toNanos());
    unsubscribe.run();

    assertThat(stalled.closed).containsExactly(CloseReason.STALLED);
    assertThat(subscribers.counters().of(Protocol.SOCKET).closed().count(CloseReason.STALLED))
        .isOne();
    assertThat(ended).hasSize(1);
  }

  @Test
  void aStopEndsEveryReaderOnce() {
    log.advance(position(0));
    Runnable unsubscribe =
        subscribe(FakeSink.immediate(), Protocol.SOCKET, HtmlFormat.INSTANCE, null);
    subscribe(FakeSink.immediate(), Protocol.SSE, new SseFormat(WireFormat.DEFAULT_BYTES), null);

    subscribers.closeAll();
    unsubscribe.run();

    assertThat(ended).hasSize(2);
    assertThat(subscribers.count()).isZero();
  }

  /** Opens the next send window without waiting. */
  private void pump() {
    now += SendWindow.LONGEST_PAUSE.toNanos();
    subscribers.pump(now);
  }

  private Runnable subscribe(Sink sink, Protocol protocol, WireFormat format, Position after) {
    return subscribers.subscribe(
        SubscribeRequest.of(sink, protocol, format, ChangeFilter.NONE, after),
        () -> ended.add(protocol.text()));
  }
}
