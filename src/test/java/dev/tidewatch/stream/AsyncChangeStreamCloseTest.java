package dev.tidewatch.stream;

import static dev.tidewatch.stream.Stages.assertFails;
import static dev.tidewatch.stream.Stages.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of the line of calls. */
class AsyncChangeStreamCloseTest {

  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ExecutorService oneThread = Executors.newSingleThreadExecutor();
  private final ExecutorService twoThreads = Executors.newFixedThreadPool(2);

  @AfterEach
  void stop() {
    oneThread.shutdownNow();
    twoThreads.shutdownNow();
  }

  @Test
  void closeEndsEveryCallAtOnceAndTheGetMoreUnderWay() {
    ScriptedSource source = new ScriptedSource(LONG);
    AsyncChangeStream stream = new AsyncChangeStream(source, twoThreads);
    CompletionStage<RawBsonDocument> waiting = stream.next();
    CompletionStage<Optional<RawBsonDocument>> behind = stream.tryNext();
    await().until(() -> source.asked.get() > 0);

    CompletionStage<Void> closed = stream.close();

    assertThat(waiting.toCompletableFuture()).isCompletedExceptionally();
    assertFails(waiting, NoSuchElementException.class);
    assertThat(behind).isCompletedWithValue(Optional.empty());
    assertThat(stream.isAlive()).isFalse();
    assertThat(closed).succeedsWithin(30, TimeUnit.SECONDS);
    assertFails(stream.next(), NoSuchElementException.class);
  }

  @Test
  void closeEndsACallEvenWhenEveryThreadIsTaken() {
    ScriptedSource source = new ScriptedSource(LONG);
    AsyncChangeStream stream = new AsyncChangeStream(source, oneThread);
    CompletionStage<RawBsonDocument> waiting = stream.next();
    await().until(() -> source.asked.get() > 0);

    stream.close();

    assertThat(waiting.toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void closeMayBeRepeatedAndNeedsNoUse() {
    ScriptedSource source = new ScriptedSource(SHORT);
    AsyncChangeStream stream = new AsyncChangeStream(source, oneThread);

    stream.close().toCompletableFuture().cancel(false);

    value(stream.close());
    assertThat(source.opened).isFalse();
    assertThat(source.closed).hasValue(1);
  }

  @Test
  void whatACallUnderWayOpenedDuringACloseIsClosedAfterIt() {
    ScriptedSource source = new ScriptedSource(LONG);
    AsyncChangeStream stream = new AsyncChangeStream(source, twoThreads);
    stream.next();
    await().until(() -> source.asked.get() > 0);

    stream.close();

    await().untilAsserted(() -> assertThat(source.closed).hasValue(2));
  }
}
