package dev.tidewatch.feed.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.config.SessionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SessionsTest {

  private final ProtocolCounters counters = new ProtocolCounters();

  @Test
  void thereAreNoMorePlacesThanWereSet() {
    Sessions sessions = sessions(2, 0);

    Place first = sessions.enter(counters, "10.0.0.1");
    assertThat(first.refusal()).isEmpty();
    assertThat(sessions.enter(counters, null).refusal()).isEmpty();
    assertThat(sessions.enter(counters, "10.0.0.1").refusal()).contains(CloseReason.TOO_MANY);

    first.giveBack();
    assertThat(sessions.enter(counters, "10.0.0.2").refusal()).isEmpty();
    assertThat(counters.closed().count(CloseReason.TOO_MANY)).isOne();
  }

  @Test
  void anAddressHasNoMoreThanItsShareAndTakesNothingFromOthers() {
    Sessions sessions = sessions(10, 2);

    Place first = sessions.enter(counters, "10.0.0.1");
    sessions.enter(counters, "10.0.0.1");
    assertThat(sessions.enter(counters, "10.0.0.1").refusal())
        .contains(CloseReason.TOO_MANY_FROM_ADDRESS);
    assertThat(sessions.enter(counters, "10.0.0.2").refusal()).isEmpty();
    assertThat(sessions.open()).isEqualTo(3);

    first.giveBack();
    assertThat(sessions.enter(counters, "10.0.0.1").refusal()).isEmpty();
    assertThat(counters.closed().count(CloseReason.TOO_MANY_FROM_ADDRESS)).isOne();
  }

  @Test
  void aPlaceIsGivenBackOnceHoweverOftenThatIsAskedFor() {
    Sessions sessions = sessions(10, 2);
    Place first = sessions.enter(counters, "10.0.0.1");
    Place second = sessions.enter(counters, "10.0.0.1");

    first.giveBack();
    first.giveBack();
    assertThat(sessions.open()).isOne();
    assertThat(sessions.addresses()).isOne();

    second.giveBack();
    assertThat(sessions.open()).isZero();
    assertThat(sessions.addresses()).isZero();
  }

  @Test
  void thoseThatWereRefusedHaveNothingToGiveBack() {
    Sessions sessions = sessions(1, 1);
    sessions.enter(counters, "10.0.0.1");

    sessions.enter(counters, "10.0.0.2").giveBack();

    assertThat(sessions.open()).isOne();
  }

  @Test
  void bothLimitsHoldWhereManyOpenAndLeaveAtOnce() throws Exception {
    Sessions sessions = sessions(20, 8);
    int threads = 50;
    CyclicBarrier together = new CyclicBarrier(threads);
    ExecutorService clients = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 50; round++) {
        List<Future<Place>> places = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          String address = "10.0.0." + i % 2;
          places.add(
              clients.submit(
                  () -> {
                    together.await();
                    return sessions.enter(counters, address);
                  }));
        }
        List<Place> taken = new ArrayList<>();
        for (Future<Place> place : places) {
          if (place.get().refusal().isEmpty()) {
            taken.add(place.get());
          }
        }
        // two addresses of eight
        assertThat(taken).hasSize(16);
        assertThat(sessions.open()).isEqualTo(16);
        taken.parallelStream().forEach(Place::giveBack);
        taken.parallelStream().forEach(Place::giveBack);
        assertThat(sessions.open()).isZero();
        assertThat(sessions.addresses()).isZero();
      }
    } finally {
      clients.shutdownNow();
    }
  }

  private static Sessions sessions(int max, int perAddress) {
    return new Sessions(new SessionSettings(max, perAddress));
  }
}
