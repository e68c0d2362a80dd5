package dev.tidewatch.stream;

import static dev.tidewatch.stream.Stages.assertFails;
import static dev.tidewatch.stream.Stages.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call that is cancelled or times out costs no other call a change. */
class AbandonedCallTest {

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  // counted here: a pool does not count a task that a thread has taken and not begun
  private final AtomicInteger turns = new AtomicInteger();
  private final ScriptedSource source = new ScriptedSource(Duration.ofMinutes(1));
  private final AsyncChangeStream stream = new AsyncChangeStream(source, this::execute);
  private CompletableFuture<RawBsonDocument> abandoned;

  @BeforeEach
  void callAndWaitUntilItIsUnderWay() {
    abandoned = stream.next().toCompletableFuture();
    await().until(() -> source.asked.get() == 1);
  }

  @AfterEach
  void stop() {
    stream.close();
    threads.shutdownNow();
  }

  private void execute(Runnable turn) {
    turns.incrementAndGet();
    threads.execute(
        () -> {
          try {
            turn.run();
          } finally {
            turns.decrementAndGet();
          }
        });
  }

  @Test
  void aCancelledCallLeavesItsChangeToTheNext() {
    abandoned.cancel(true);
    source.changes(1, 2);

    assertThat(number(stream.next())).isEqualTo(1);
    assertThat(stream.tryNext().toCompletableFuture().join())
        .map(ScriptedSource::number)
        .contains(2);
  }

  @Test
  void aCallThatTimedOutDoesTheSame() {
    assertFails(abandoned.orTimeout(1, TimeUnit.MILLISECONDS), TimeoutException.class);
    source.changes(1);

    assertThat(number(stream.next())).isEqualTo(1);
  }

  @Test
  void theTokenMovesOnceTheChangeIsTaken() {
    abandoned.cancel(true);
    source.changes(1);
    turnOver();

    assertThat(source.resumeToken()).isEqualTo(ScriptedSource.change(1));
    assertThat(stream.resumeToken()).isNull();
    assertThat(number(stream.next())).isEqualTo(1);
    assertThat(stream.resumeToken()).isEqualTo(ScriptedSource.change(1));
  }

  @Test
  void whatFollowsACallSeesItsToken() {
    CompletableFuture<Void> saved =
        abandoned.thenAccept(
            change -> assertThat(stream.resumeToken()).isEqualTo(ScriptedSource.change(1)));
    source.changes(1);

    assertThat(saved).succeedsWithin(30, TimeUnit.SECONDS);
  }

  @Test
  void aCloseDoesNotMoveTheTokenEither() {
    stream.close();
    turnOver();

    assertThat(abandoned).isCompletedExceptionally();
    assertThat(stream.resumeToken()).isNull();
  }

  @Test
  void anUnreadInvalidateKeepsTheStreamAlive() {
    abandoned.cancel(true);
    source.invalidate(1);
    turnOver();

    assertThat(stream.isAlive()).isTrue();
    assertThat(number(stream.next())).isEqualTo(1);
    assertThat(stream.isAlive()).isFalse();
  }

  @Test
  void anUnreportedFatalErrorFailsTheNextCall() {
    abandoned.cancel(true);
    source.failure(new MongoException("fatal"));

    assertFails(stream.next(), MongoException.class);
  }

  @Test
  void withoutAWaitingCallNothingIsRequested() {
    abandoned.cancel(true);
    source.changes(1);
    turnOver();

    assertThat(source.asked).hasValue(1);
  }

  @Test
  void cancelLosesNothingAndOnlyTakenChangesMoveTheToken() {
    int many = 5000;
    source.changes(IntStream.range(0, many).toArray());
    assertThat(number(abandoned)).isZero();
    int taken = 0;
    int cancelled = 0;
    while (taken < many - 1) {
      CompletableFuture<RawBsonDocument> call = stream.next().toCompletableFuture();
      for (int spin = cancelled % 100; spin > 0; spin--) {
        Thread.onSpinWait();
      }
      if (call.cancel(true)) {
        cancelled++;
      } else {
        taken++;
        assertThat(number(call)).isEqualTo(taken);
      }
      assertThat(stream.resumeToken()).isEqualTo(ScriptedSource.change(taken));
      if (cancelled % 3 == 0 && taken < many - 1) {
        taken++;
        assertThat(number(stream.next())).isEqualTo(taken);
      }
    }
    assertThat(cancelled).isPositive();
  }

  /** Until the turn that is under way is over. */
  private void turnOver() {
    await().until(() -> turns.get() == 0);
  }
}
