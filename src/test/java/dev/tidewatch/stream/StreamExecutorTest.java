package dev.tidewatch.stream;

import static dev.tidewatch.stream.Stages.assertFails;
import static dev.tidewatch.stream.Stages.number;
import static dev.tidewatch.stream.Stages.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every kind of executor: few threads, no thread, none to be had. */
class StreamExecutorTest {

  private static final Duration SHORT = Duration.ofMillis(20);

  private final ExecutorService executor = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void aRefusedExecutionFailsTheCallsAndLosesNoChange() {
    ScriptedSource source = new ScriptedSource(SHORT).changes(1);
    boolean[] refuse = {true};
    Executor full =
        task -> {
          if (refuse[0]) {
            throw new RejectedExecutionException("full");
          }
          executor.execute(task);
        };
    AsyncChangeStream stream = new AsyncChangeStream(source, full);

    assertFails(stream.next(), RejectedExecutionException.class);
    assertThat(stream.isAlive()).isTrue();
    refuse[0] = false;
    assertThat(number(stream.next())).isEqualTo(1);
    refuse[0] = true;
    assertThat(stream.close()).succeedsWithin(30, TimeUnit.SECONDS);
    assertThat(source.closed).as("closed in the calling thread").hasPositiveValue();
  }

  @Test
  void aRefusedExecutionIsASubscribersError() {
    executor.shutdown();
    ScriptedSource source = new ScriptedSource(SHORT);

    CollectingSubscriber subscriber =
        CollectingSubscriber.of(new ChangePublisher(() -> source, executor)).request(1);

    assertFails(subscriber.end, RejectedExecutionException.class);
    assertThat(source.closed).hasPositiveValue();
  }

  @Test
  void anExecutorThatRunsInPlaceDoesNotNestTurns() {
    ScriptedSource source = new ScriptedSource(Duration.ZERO);
    CompletableFuture<Void> filled =
        CompletableFuture.runAsync(
            () -> {
              await().until(() -> source.asked.get() > 100_000);
              source.changes(1);
            },
            executor);

    assertThat(number(new AsyncChangeStream(source, Runnable::run).next())).isEqualTo(1);
    value(filled);
  }

  @Test
  void requestingFromOnNextDoesNotNestEvenInPlace() {
    int many = 100_000;
    ScriptedSource source = new ScriptedSource(SHORT);
    source.changes(IntStream.range(0, many).toArray()).invalidate(many);
    CollectingSubscriber subscriber =
        new CollectingSubscriber() {
          @Override
          public void onSubscribe(Flow.Subscription given) {
            super.onSubscribe(given);
            request(1);
          }

          @Override
          public void onNext(RawBsonDocument change) {
            request(1);
          }
        };

    new ChangePublisher(() -> source, Runnable::run).subscribe(subscriber);

    assertThat(subscriber.end).succeedsWithin(30, TimeUnit.SECONDS);
  }

  @Test
  void aThreadIsHeldOnlyWhileACallWaitsForAGetMore() throws Exception {
    ScriptedSource quiet = new ScriptedSource(SHORT);
    CompletionStage<RawBsonDocument> waiting = new AsyncChangeStream(quiet, executor).next();
    await().until(() -> quiet.asked.get() > 0);

    assertThat(number(new AsyncChangeStream(new ScriptedSource(SHORT).changes(1), executor).next()))
        .as("another stream's change, on the same thread")
        .isEqualTo(1);
    quiet.changes(2);
    assertThat(number(waiting)).isEqualTo(2);
    int asked = quiet.asked.get();
    executor.submit(() -> {}).get(30, TimeUnit.SECONDS);
    assertThat(quiet.asked).hasValue(asked);
  }

  @Test
  void oneThatIsNeverWithoutChangesLetsOthersHaveTheThread() {
    RawBsonDocument change = RawBsonDocument.parse("{n: 1}");
    ScriptedSource endless =
        new ScriptedSource(Duration.ZERO) {
          @Override
          public Optional<RawBsonDocument> tryNext() {
            return Optional.of(change);
          }
        };
    CollectingSubscriber greedy =
        new CollectingSubscriber() {
          @Override
          public void onNext(RawBsonDocument given) {}
        };
    new ChangePublisher(() -> endless, executor).subscribe(greedy);
    greedy.request(Long.MAX_VALUE);
    ScriptedSource modest = new ScriptedSource(SHORT).changes(1);

    assertThat(number(new AsyncChangeStream(modest, executor).next())).isEqualTo(1);
    greedy.subscription.cancel();
  }
}
