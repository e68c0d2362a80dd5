package dev.tidewatch.feed.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SerialExecutorTest {

  private final Queue<Runnable> submitted = new ArrayDeque<>();
  private final List<Integer> ran = new ArrayList<>();

  @Test
  void oneTaskIsRunAtATimeAndInOrder() {
    SerialExecutor serial = new SerialExecutor(submitted::add);
    for (int i = 1; i <= 3; i++) {
      int number = i;
      serial.execute(() -> ran.add(number));
    }

    for (int i = 1; i <= 3; i++) {
      assertThat(submitted).hasSize(1);
      submitted.remove().run();
      assertThat(ran).hasSize(i);
    }
    assertThat(ran).containsExactly(1, 2, 3);
    assertThat(submitted).isEmpty();
  }

  @Test
  void aTaskThatFailsKeepsNoOtherFromRunning() {
    SerialExecutor serial = new SerialExecutor(Runnable::run);

    serial.execute(
        () -> {
          throw new IllegalStateException("failed");
        });
    serial.execute(() -> ran.add(1));

    assertThat(ran).containsExactly(1);
  }

  static Stream<RuntimeException> refusals() {
    return Stream.of(new RejectedExecutionException(), new IllegalStateException("stopped"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aServerThatStopsRunsTheTaskHere(RuntimeException refusal) {
    SerialExecutor serial =
        new SerialExecutor(
            task -> {
              throw refusal;
            });

    serial.execute(() -> ran.add(1));

    assertThat(ran).containsExactly(1);
  }
}
