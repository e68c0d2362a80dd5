package dev.tidewatch.stream;

import static dev.tidewatch.stream.Stages.assertFails;
import static dev.tidewatch.stream.Stages.number;
import static dev.tidewatch.stream.Stages.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The line of calls, over a source without a database. */
class AsyncChangeStreamTest {

  private static final Duration SHORT = Duration.ofMillis(20);

  private final ExecutorService oneThread = Executors.newSingleThreadExecutor();
  private final ExecutorService twoThreads = Executors.newFixedThreadPool(2);

  @AfterEach
  void stop() {
    oneThread.shutdownNow();
    twoThreads.shutdownNow();
  }

  @Test
  void callsAreAnsweredInTheirOrder() {
    ScriptedSource source = new ScriptedSource(SHORT);
    AsyncChangeStream stream = new AsyncChangeStream(source, twoThreads);

    CompletionStage<RawBsonDocument> first = stream.next();
    CompletionStage<RawBsonDocument> second = stream.next();
    CompletionStage<Optional<RawBsonDocument>> third = stream.tryNext();
    source.changes(1, 2, 3);

    assertThat(number(first)).isEqualTo(1);
    assertThat(number(second)).isEqualTo(2);
    assertThat(value(third)).map(ScriptedSource::number).contains(3);
  }

  @Test
  void tryNextHasNothingAfterOneGetMore() {
    ScriptedSource source = new ScriptedSource(SHORT);

    assertThat(value(new AsyncChangeStream(source, oneThread).tryNext())).isEmpty();
    assertThat(source.asked).hasValue(1);
  }

  @Test
  void openTakesNoChange() {
    ScriptedSource source = new ScriptedSource(SHORT).changes(1);
    AsyncChangeStream stream = new AsyncChangeStream(source, oneThread);

    assertThat(source.opened).isFalse();
    value(stream.open());

    assertThat(source.opened).isTrue();
    assertThat(stream.resumeToken()).isNull();
    assertThat(number(stream.next())).isEqualTo(1);
    assertThat(stream.resumeToken()).isEqualTo(ScriptedSource.change(1));
  }

  @Test
  void theEndIsTheSameAsTheSynchronousOnes() {
    ScriptedSource source = new ScriptedSource(SHORT).invalidate(1);
    AsyncChangeStream stream = new AsyncChangeStream(source, oneThread);

    assertThat(stream.isAlive()).isTrue();
    assertThat(number(stream.next())).isEqualTo(1);

    assertThat(stream.isAlive()).isFalse();
    assertFails(stream.next(), NoSuchElementException.class);
    assertThat(value(stream.tryNext())).isEmpty();
  }

  @Test
  void aFailureIsTheCallsOwnAndThoseBehindItGoOn() {
    ScriptedSource source = new ScriptedSource(SHORT);
    AsyncChangeStream stream = new AsyncChangeStream(source, oneThread);

    CompletionStage<RawBsonDocument> first = stream.next();
    CompletionStage<RawBsonDocument> second = stream.next();
    source.failure(new MongoException("fatal"));

    assertFails(first, MongoException.class);
    assertFails(second, NoSuchElementException.class);
  }

  @Test
  void manyCallersAtOnceAreAnsweredOnceEach() throws Exception {
    int calls = 2000;
    ScriptedSource source = new ScriptedSource(SHORT).changes(IntStream.range(0, calls).toArray());
    AsyncChangeStream stream = new AsyncChangeStream(source, twoThreads);
    ExecutorService callers = Executors.newFixedThreadPool(4);

    List<Future<CompletionStage<RawBsonDocument>>> stages =
        callers.invokeAll(Collections.nCopies(calls, stream::next));

    List<Integer> seen = new ArrayList<>();
    for (Future<CompletionStage<RawBsonDocument>> stage : stages) {
      seen.add(number(stage.get()));
    }
    callers.shutdown();
    assertThat(seen).doesNotHaveDuplicates().hasSize(calls);
  }
}
