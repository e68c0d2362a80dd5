package dev.tidewatch.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoOperationTimeoutException;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class MongoCallsTest {

  private static final int MOST = MongoCalls.AT_ONCE + MongoCalls.WAITING;

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final MongoCalls calls = new MongoCalls();

  MongoCallsTest() {
    calls.setExecutor(executor(tasks));
  }

  @Test
  void asManyCallsAsAllowedBeginAndTheNextIsRefusedAtOnce() {
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (int n = 0; n < MOST; n++) {
      int number = n;
      answers.add(calls.begin(deadline -> number).toCompletableFuture());
    }

    CompletableFuture<Integer> refused = calls.begin(deadline -> -1).toCompletableFuture();
    assertThatThrownBy(refused::join).hasCauseInstanceOf(TooManyCallsException.class);
    assertThat(tasks).hasSize(MOST);
    assertThat(answers).noneMatch(CompletableFuture::isDone);

    tasks.remove().run();
    assertThat(answers.get(0)).isCompletedWithValue(0);
    CompletableFuture<Integer> next = calls.begin(deadline -> 99).toCompletableFuture();
    tasks.forEach(Runnable::run);
    assertThat(next).isCompletedWithValue(99);
  }

  @Test
  void whatACallThrowsComesOutAsItWasThrown() {
    IOException thrown = new IOException("x");
    CompletableFuture<Integer> answer =
        calls
            .<Integer>begin(
                deadline -> {
                  throw thrown;
                })
            .toCompletableFuture();

    tasks.remove().run();

    assertThatThrownBy(answer::join).isInstanceOf(CompletionException.class).hasCause(thrown);
    List<Throwable> seen = new ArrayList<>();
    answer.whenComplete((value, failure) -> seen.add(failure));
    assertThat(seen).containsExactly(thrown);
  }

  @Test
  void aServerThatStopsRefusesAndCountsNothing() {
    calls.setExecutor(executor(null));

    for (int n = 0; n < MOST + 1; n++) {
      assertThatThrownBy(calls.begin(deadline -> 1).toCompletableFuture()::join)
          .hasCauseInstanceOf(TooManyCallsException.class);
    }
    calls.setExecutor(executor(tasks));
    CompletableFuture<Integer> answer = calls.begin(deadline -> 1).toCompletableFuture();
    tasks.remove().run();
    assertThat(answer).isCompletedWithValue(1);
  }

  @Test
  void aDeadlineThatIsOverIsATimeOutOfTheDatabase() {
    assertThatThrownBy(() -> new Deadline(System.nanoTime() - 1).limit(null))
        .isInstanceOf(MongoOperationTimeoutException.class);
  }

  /** Keeps what it is to execute; null for one that executes nothing any more. */
  private static ManagedExecutorService executor(Queue<Runnable> tasks) {
    return (ManagedExecutorService)
        Proxy.newProxyInstance(
            MongoCallsTest.class.getClassLoader(),
            new Class<?>[] {ManagedExecutorService.class},
            (proxy, method, arguments) -> {
              if (tasks == null || !method.getName().equals("execute")) {
                throw new RejectedExecutionException();
              }
              tasks.add((Runnable) arguments[0]);
              return null;
            });
  }
}
