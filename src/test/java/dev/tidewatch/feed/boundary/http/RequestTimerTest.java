package dev.tidewatch.feed.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewatch.problems.ProblemException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestTimerTest {

  static Stream<RuntimeException> refusals() {
    return Stream.of(new RejectedExecutionException(), new IllegalStateException("stopped"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aServerThatStopsAnswersAtOnceAndKeepsNoReader(RuntimeException refusal) {
    AtomicInteger gone = new AtomicInteger();
    PollSink poll = new PollSink(null, true);

    assertThatThrownBy(
            () ->
                RequestTimer.schedule(
                    refusing(refusal),
                    Duration.ofSeconds(60),
                    poll::timeIsOver,
                    gone::incrementAndGet))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(503));

    assertThat(gone).hasValue(1);
  }

  private static ScheduledThreadPoolExecutor refusing(RuntimeException refusal) {
    return new ScheduledThreadPoolExecutor(0) {
      @Override
      public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        throw refusal;
      }
    };
  }
}
