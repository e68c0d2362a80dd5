package dev.tidewatch.feed.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class IoThreadSendsTest {

  private final Queue<Runnable> runs = new ArrayDeque<>();
  private final List<Integer> sent = new ArrayList<>();
  private boolean stops;
  private final IoThreadSends sends = IoThreadSends.of((Executor) this::execute);

  private void execute(Runnable run) {
    if (stops) {
      throw new RejectedExecutionException();
    }
    runs.add(run);
  }

  @Test
  void allThatComeBeforeTheThreadRunsAreOneRun() {
    sends.add(() -> sent.add(1));
    sends.add(() -> sent.add(2));

    assertThat(runs).hasSize(1);
    runs.remove().run();
    assertThat(sent).containsExactly(1, 2);
  }

  @Test
  void everySendOnAThreadThatStopsIsRefused() {
    stops = true;

    assertThatThrownBy(() -> sends.add(() -> sent.add(1)))
        .isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> sends.add(() -> sent.add(2)))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
