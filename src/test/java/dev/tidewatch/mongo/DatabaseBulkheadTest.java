package dev.tidewatch.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoOperationTimeoutException;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseBulkheadTest {

  private static final int MOST = DatabaseBulkhead.AT_ONCE + DatabaseBulkhead.WAITING;

  private ManualExecutor tasks = new ManualExecutor();
  private final DatabaseBulkhead bulkhead = new DatabaseBulkhead();

  DatabaseBulkheadTest() {
    bulkhead.setExecutor(tasks);
  }

  @Test
  void asManyCallsAsAllowedBeginAndTheNextIsRefusedAtOnce() {
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (int n = 0; n < MOST; n++) {
      int number = n;
      answers.add(bulkhead.begin(deadline -> number).toCompletableFuture());
    }

    CompletableFuture<Integer> refused = bulkhead.begin(deadline -> -1).toCompletableFuture();
    assertThatThrownBy(refused::join).hasCauseInstanceOf(TooManyCallsException.class);
    assertThat(tasks.size()).isEqualTo(MOST);
    assertThat(answers).noneMatch(CompletableFuture::isDone);

    tasks.runFirst();
    assertThat(answers.get(0)).isCompletedWithValue(0);
    CompletableFuture<Integer> next = bulkhead.begin(deadline -> 99).toCompletableFuture();
    tasks.runAll();
    assertThat(next).isCompletedWithValue(99);
  }

  @Test
  void whatACallThrowsComesOutAsItWasThrown() {
    IOException thrown = new IOException("x");
    CompletableFuture<Integer> answer =
        bulkhead
            .<Integer>begin(
                deadline -> {
                  throw thrown;
                })
            .toCompletableFuture();

    tasks.runFirst();

    assertThatThrownBy(answer::join).isInstanceOf(CompletionException.class).hasCause(thrown);
    List<Throwable> seen = new ArrayList<>();
    answer.whenComplete((value, failure) -> seen.add(failure));
    assertThat(seen).containsExactly(thrown);
  }

  @Test
  void aServerThatStopsRefusesAndCountsNothing() {
    ManualExecutor stopped = new ManualExecutor();
    stopped.shutdown();
    bulkhead.setExecutor(stopped);

    for (int n = 0; n < MOST + 1; n++) {
      assertThatThrownBy(bulkhead.begin(deadline -> 1).toCompletableFuture()::join)
          .hasCauseInstanceOf(TooManyCallsException.class);
    }
    bulkhead.setExecutor(tasks);
    CompletableFuture<Integer> answer = bulkhead.begin(deadline -> 1).toCompletableFuture();
    tasks.runFirst();
    assertThat(answer).isCompletedWithValue(1);
  }

  @Test
  void callsThatHaveNotBegunAreAnsweredWhenTheApplicationEnds() {
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (int n = 0; n < MOST; n++) {
      answers.add(bulkhead.begin(deadline -> 1).toCompletableFuture());
    }

    bulkhead.end();

    assertThat(answers)
        .allSatisfy(
            answer ->
                assertThatThrownBy(answer::join)
                    .hasCauseInstanceOf(TooManyCallsException.class)
                    .hasMessageContaining("The server is stopping"));
    bulkhead.setExecutor(tasks = new ManualExecutor());
    CompletableFuture<Integer> counted = bulkhead.begin(deadline -> 2).toCompletableFuture();
    tasks.runFirst();
    assertThat(counted).isCompletedWithValue(2);
  }

  /** As a ThreadPoolExecutor does whose managed thread factory refuses, in each way there is. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aThreadFactoryOfAServerThatStopsRefuses(boolean throwsOne) {
    DatabaseBulkhead stopping = new DatabaseBulkhead();
    stopping.setThreads(new StoppedThreads(throwsOne));

    CompletableFuture<Integer> answer = stopping.begin(deadline -> 1).toCompletableFuture();

    assertThatThrownBy(answer::join).hasCauseInstanceOf(TooManyCallsException.class);
    stopping.end();
  }

  private record StoppedThreads(boolean throwsOne) implements ManagedThreadFactory {

    @Override
    public Thread newThread(Runnable task) {
      if (throwsOne) {
        throw new IllegalStateException("stopped");
      }
      return null;
    }

    @Override
    public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
      throw new IllegalStateException("stopped");
    }
  }

  @Test
  void aDeadlineThatIsOverIsATimeOutOfTheDatabase() {
    assertThatThrownBy(() -> new Deadline(System.nanoTime() - 1).limit(null))
        .isInstanceOf(MongoOperationTimeoutException.class);
  }
}
