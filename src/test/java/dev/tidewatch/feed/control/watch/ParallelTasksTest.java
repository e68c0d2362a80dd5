package dev.tidewatch.feed.control.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelTasksTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final Set<Integer> done = ConcurrentHashMap.newKeySet();

  @Test
  void allAreUnderWayAtTheSameTimeAndAreWaitedFor() {
    int all = 20;
    CyclicBarrier everybody = new CyclicBarrier(all);

    new ParallelTasks("test", LONG)
        .run(
            IntStream.range(0, all).boxed().toList(),
            n -> {
              await(everybody);
              done.add(n);
            });

    assertThat(done).hasSize(all);
  }

  @Test
  void oneThatDoesNotEndOrThrowsHoldsUpNoOther() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(2);
    long begun = System.nanoTime();

    new ParallelTasks("test", Duration.ofMillis(300))
        .run(
            IntStream.range(0, 4).boxed().toList(),
            n -> {
              if (n == 0) {
                await(never);
              } else if (n == 1) {
                throw new NoClassDefFoundError("gone");
              }
              others.countDown();
            });

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONG);
    assertThat(others.await(30, TimeUnit.SECONDS)).isTrue();
    never.countDown();
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("not all at the same time", e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
