package dev.tidewatch.feed.control.delivery;

import static dev.tidewatch.feed.control.log.Entries.entry;
import static dev.tidewatch.feed.control.log.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.HtmlFormat;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Protocol;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session ends with its caller's token, or when its caller is disconnected. */
class SessionEndTest {

  private final ChangeLog log = new ChangeLog(10, 1 << 20);
  private final Dispatcher dispatcher = new Dispatcher(Runnable::run);
  private final Subscribers subscribers = dispatcher.serve(log, NoHistory.of(log));

  @BeforeEach
  void begin() {
    log.advance(position(0));
  }

  @Test
  void nothingIsSentAfterTheTokenHasExpired() {
    FakeSink sink = subscribe("ada", Instant.now().minusMillis(1));
    append(1);

    assertThat(sink.numbers()).isEmpty();
    assertThat(sink.closed).containsExactly(CloseReason.EXPIRED);
    assertThat(subscribers.count()).isZero();
    assertThat(subscribers.counters().of(Protocol.SOCKET).closed().count(CloseReason.EXPIRED))
        .isOne();
  }

  @Test
  void anIdleSessionEndsAtTheNextLook() {
    FakeSink sink = subscribe("ada", Instant.now().plusSeconds(2));
    append(1);
    assertThat(sink.numbers()).containsExactly(1);
    assertThat(sink.closed).isEmpty();

    await()
        .untilAsserted(
            () -> {
              subscribers.tend(System.nanoTime());
              assertThat(sink.closed).containsExactly(CloseReason.EXPIRED);
            });
  }

  @Test
  void aMessageInFlightHoldsUpNoEnd() {
    FakeSink stuck = new FakeSink(new FakeSink.Steps());
    subscribe(stuck, "ada", Instant.MAX);
    append(1);

    assertThat(subscribers.disconnect("ada")).isOne();
    dispatcher.serveReady();

    assertThat(stuck.closed).containsExactly(CloseReason.DISCONNECTED);
  }

  @Test
  void onlyTheSessionsOfThatCallerEnd() {
    FakeSink one = subscribe("ada", Instant.MAX);
    FakeSink two = subscribe("ada", Instant.now().plusSeconds(60));
    FakeSink other = subscribe("bob", Instant.MAX);
    FakeSink unknown = FakeSink.immediate();
    subscribers.subscribe(
        SubscribeRequest.of(
            unknown, Protocol.SOCKET, HtmlFormat.INSTANCE, ChangeFilter.NONE, null));

    assertThat(subscribers.disconnect("ada")).isEqualTo(2);
    dispatcher.serveReady();
    append(1);

    assertThat(one.closed).containsExactly(CloseReason.DISCONNECTED);
    assertThat(two.closed).containsExactly(CloseReason.DISCONNECTED);
    assertThat(one.numbers()).isEmpty();
    assertThat(other.numbers()).containsExactly(1);
    assertThat(unknown.numbers()).containsExactly(1);
    assertThat(subscribers.disconnect("nobody")).isZero();
  }

  private FakeSink subscribe(String name, Instant until) {
    FakeSink sink = FakeSink.immediate();
    subscribe(sink, name, until);
    return sink;
  }

  private void subscribe(FakeSink sink, String name, Instant until) {
    subscribers.subscribe(
        SubscribeRequest.of(
                sink, Protocol.SOCKET, HtmlFormat.INSTANCE, ChangeFilter.NONE, position(0))
            .by(new Caller(name, Set.of(), Map.of(), until)));
  }

  private void append(int number) {
    log.append(entry(number));
    dispatcher.serveReady();
    subscribers.pump(System.nanoTime());
  }
}
