package dev.tidewatch.feed.boundary.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class IoThreadBatchTest {

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Executor thread = tasks::add;
  private final IoThreadBatch sends = IoThreadBatch.of(thread);
  private final List<String> sent = new ArrayList<>();

  @Test
  void aThreadIsWokenOnceForAllThatWaits() {
    sends.add(() -> sent.add("first"));
    sends.add(() -> sent.add("second"));
    assertThat(tasks).hasSize(1);

    tasks.remove().run();
    assertThat(sent).containsExactly("first", "second");
  }

  @Test
  void whatComesWhileItSendsIsSent() {
    sends.add(
        () -> {
          sent.add("first");
          sends.add(() -> sent.add("second"));
        });
    tasks.remove().run();
    assertThat(sent).containsExactly("first", "second");
  }

  @Test
  void itIsWokenAgainForTheNext() {
    sends.add(() -> sent.add("first"));
    tasks.remove().run();
    sends.add(() -> sent.add("second"));
    assertThat(tasks).hasSize(1);

    tasks.remove().run();
    assertThat(sent).containsExactly("first", "second");
  }

  @Test
  void eachThreadHasItsOwn() {
    assertThat(IoThreadBatch.of(thread)).isSameAs(sends);
    assertThat(IoThreadBatch.of(Runnable::run)).isNotSameAs(sends);
  }

  @Test
  void everySendOnAThreadThatStopsIsRefused() {
    IoThreadBatch stopping =
        IoThreadBatch.of(
            run -> {
              throw new RejectedExecutionException();
            });

    for (int send = 0; send < 2; send++) {
      assertThatThrownBy(() -> stopping.add(() -> sent.add("never")))
          .isInstanceOf(RejectedExecutionException.class);
    }
  }
}
