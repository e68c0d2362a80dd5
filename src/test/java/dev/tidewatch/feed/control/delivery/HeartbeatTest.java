package dev.tidewatch.feed.control.delivery;

import static dev.tidewatch.feed.control.log.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.format.SseFormat;
import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.history.CatchUp;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.Entries;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
  private final ChangeLog log = new ChangeLog(1000, 1 << 24);
  private final Dispatcher dispatcher = new Dispatcher(executor);
  private final Subscribers subscribers =
      dispatcher.serve(log, new CatchUp(log, new FeedStreamFactory(null), executor));

  @BeforeEach
  void start() {
    executor.execute(dispatcher);
  }

  @AfterEach
  void stop() {
    dispatcher.stop();
    executor.shutdownNow();
  }

  @Test
  void anIdleSseReaderGetsItsPositionWithinFourSeconds() {
    log.advance(position(0));
    EventsSink sink = new EventsSink();
    ChangeFilter deletes = ChangeFilter.of(List.of("delete"), List.of(), List.of());
    subscribers.subscribe(
        SubscribeRequest.of(
            sink, Protocol.SSE, new SseFormat(WireFormat.DEFAULT_BYTES), deletes, position(0)));
    // filtered out as they come, they are no reason to be silent
    executor.scheduleAtFixedRate(new Writer(), 100, 100, TimeUnit.MILLISECONDS);

    // three or more: a test that is kept waiting looks when the next is there already
    await().until(() -> sink.texts.size() >= 3);

    assertThat(sink.texts.get(0)).contains("event: hello");
    assertThat(sink.texts.get(1)).contains("event: heartbeat");
    assertThat(sink.texts.get(2)).contains("event: heartbeat");
    assertThat(sink.positions()).isSorted().doesNotHaveDuplicates();
  }

  /** The time is the test's own: how late a thread comes says nothing of when it was due. */
  @Test
  void aHeartbeatIsDueAtTheLastLookBeforeFourSecondsOfSilence() {
    ChangeLog own = new ChangeLog(1000, 1 << 24);
    Subscribers idle = new Dispatcher(Runnable::run).serve(own, NoHistory.of(own));
    own.advance(position(0));
    EventsSink sink = new EventsSink();
    idle.subscribe(
        SubscribeRequest.of(
            sink,
            Protocol.SSE,
            new SseFormat(WireFormat.DEFAULT_BYTES),
            ChangeFilter.NONE,
            position(0)));
    long before = System.nanoTime();
    idle.tend(before);
    long after = System.nanoTime();
    assertThat(sink.texts).singleElement().asString().contains("event: hello");

    Duration silence = Protocol.SSE.silence();
    assertThat(silence).isEqualTo(Duration.ofSeconds(4));
    idle.tend(before + silence.minus(Dispatcher.TICK).toNanos());
    assertThat(sink.texts).hasSize(1);
    idle.tend(after + silence.minus(Dispatcher.TICK).toNanos() + 1);
    assertThat(sink.texts).hasSize(2);
    assertThat(sink.texts.get(1)).contains("event: heartbeat");
  }

  @Test
  void aReaderOfAClosedStreamGetsHeartbeatsThenItsGreeting() {
    EventsSink sink = new EventsSink();
    subscribers.subscribe(
        SubscribeRequest.of(
            sink, Protocol.SSE, new SseFormat(WireFormat.DEFAULT_BYTES), ChangeFilter.NONE, null));

    String heartbeat = "event: heartbeat\ndata: {}\n\n";
    await().until(() -> !sink.texts.isEmpty());
    assertThat(sink.texts.get(0)).isEqualTo(heartbeat);
    log.advance(position(5));

    // a second heartbeat may come before the greeting
    await().until(() -> sink.texts.stream().anyMatch(text -> !text.equals(heartbeat)));
    assertThat(sink.texts)
        .filteredOn(text -> !text.equals(heartbeat))
        .first()
        .asString()
        .contains("event: hello", "id: " + position(5).id());
  }

  private final class Writer implements Runnable {

    private int number;

    @Override
    public void run() {
      log.append(Entries.entry(++number));
      subscribers.wake();
    }
  }

  private static final class EventsSink implements Sink {

    private final List<String> texts = new CopyOnWriteArrayList<>();

    @Override
    public void send(OutboundMessage message, Consumer<Throwable> done) {
      texts.add(new String(message.bytes(), StandardCharsets.UTF_8));
      done.accept(null);
    }

    /** Ids are base64, whose text has another order than what it stands for. */
    List<Position> positions() {
      return texts.stream()
          .map(text -> Position.ofId(text.replaceAll("(?s).*id: (\\S+).*", "$1")))
          .toList();
    }

    @Override
    public void ping() {}

    @Override
    public void close(CloseReason reason) {}
  }
}
