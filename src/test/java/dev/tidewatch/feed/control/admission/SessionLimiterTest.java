package dev.tidewatch.feed.control.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.config.SessionSettings;
import dev.tidewatch.feed.control.counters.ProtocolCounters;
import dev.tidewatch.feed.entity.CloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SessionLimiterTest {

  private final ProtocolCounters counters = new ProtocolCounters();

  @Test
  void noMorePermitsAreGivenThanWereSet() {
    SessionLimiter limiter = sessions(2, 0);

    SessionPermit first = limiter.acquire(counters, "10.0.0.1", null);
    assertThat(first.refusal()).isEmpty();
    assertThat(limiter.acquire(counters, null, null).refusal()).isEmpty();
    assertThat(limiter.acquire(counters, "10.0.0.1", null).refusal())
        .contains(CloseReason.TOO_MANY);

    first.release();
    assertThat(limiter.acquire(counters, "10.0.0.2", null).refusal()).isEmpty();
    assertThat(counters.closed().count(CloseReason.TOO_MANY)).isOne();
  }

  @Test
  void anAddressHasNoMoreThanItsShareAndTakesNothingFromOthers() {
    SessionLimiter limiter = sessions(10, 2);

    SessionPermit first = limiter.acquire(counters, "10.0.0.1", null);
    limiter.acquire(counters, "10.0.0.1", null);
    assertThat(limiter.acquire(counters, "10.0.0.1", null).refusal())
        .contains(CloseReason.TOO_MANY_FROM_ADDRESS);
    assertThat(limiter.acquire(counters, "10.0.0.2", null).refusal()).isEmpty();
    assertThat(limiter.open()).isEqualTo(3);

    first.release();
    assertThat(limiter.acquire(counters, "10.0.0.1", null).refusal()).isEmpty();
    assertThat(counters.closed().count(CloseReason.TOO_MANY_FROM_ADDRESS)).isOne();
  }

  @Test
  void aCallerHasNoMoreThanItsShareFromAnyNumberOfAddresses() {
    SessionLimiter limiter = new SessionLimiter(new SessionSettings(10, 0, 2));

    SessionPermit first = limiter.acquire(counters, "10.0.0.1", "ada");
    limiter.acquire(counters, "10.0.0.2", "ada");
    assertThat(limiter.acquire(counters, "10.0.0.3", "ada").refusal())
        .contains(CloseReason.TOO_MANY_FROM_CALLER);
    assertThat(limiter.acquire(counters, "10.0.0.1", "bob").refusal()).isEmpty();
    assertThat(limiter.acquire(counters, "10.0.0.1", null).refusal()).isEmpty();

    first.release();
    assertThat(limiter.acquire(counters, "10.0.0.3", "ada").refusal()).isEmpty();
    assertThat(counters.closed().count(CloseReason.TOO_MANY_FROM_CALLER)).isOne();
  }

  @Test
  void aRepeatedReleaseReturnsAPermitOnce() {
    SessionLimiter limiter = sessions(10, 2);
    SessionPermit first = limiter.acquire(counters, "10.0.0.1", null);
    SessionPermit second = limiter.acquire(counters, "10.0.0.1", null);

    first.release();
    first.release();
    assertThat(limiter.open()).isOne();
    assertThat(limiter.entries()).isOne();

    second.release();
    assertThat(limiter.open()).isZero();
    assertThat(limiter.entries()).isZero();
  }

  @Test
  void aRefusedPermitReleasesNothing() {
    SessionLimiter limiter = sessions(1, 1);
    limiter.acquire(counters, "10.0.0.1", null);

    limiter.acquire(counters, "10.0.0.2", null).release();

    assertThat(limiter.open()).isOne();
  }

  @Test
  void bothLimitsHoldUnderConcurrentOpenAndClose() throws Exception {
    SessionLimiter limiter = sessions(20, 8);
    int threads = 50;
    CyclicBarrier together = new CyclicBarrier(threads);
    ExecutorService clients = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 50; round++) {
        List<Future<SessionPermit>> places = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          String address = "10.0.0." + i % 2;
          places.add(
              clients.submit(
                  () -> {
                    together.await();
                    return limiter.acquire(counters, address, null);
                  }));
        }
        List<SessionPermit> taken = new ArrayList<>();
        for (Future<SessionPermit> place : places) {
          if (place.get().refusal().isEmpty()) {
            taken.add(place.get());
          }
        }
        // two addresses of eight
        assertThat(taken).hasSize(16);
        assertThat(limiter.open()).isEqualTo(16);
        taken.parallelStream().forEach(SessionPermit::release);
        taken.parallelStream().forEach(SessionPermit::release);
        assertThat(limiter.open()).isZero();
        assertThat(limiter.entries()).isZero();
      }
    } finally {
      clients.shutdownNow();
    }
  }

  private static SessionLimiter sessions(int max, int perAddress) {
    return new SessionLimiter(new SessionSettings(max, perAddress, 0));
  }
}
