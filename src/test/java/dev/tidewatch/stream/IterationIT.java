package dev.tidewatch.stream;

import static dev.tidewatch.stream.WatchedCollection.number;
import static dev.tidewatch.stream.WatchedCollection.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import dev.tidewatch.testing.faults.FailPoint;
import dev.tidewatch.testing.faults.NeedsFailPoints;
import dev.tidewatch.testing.statements.Statement;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Taking changes from a stream, and waiting for them. */
class IterationIT {

  private static final String FAILURE = "{errorCode: 43}";

  @RegisterExtension
  static final WatchedCollection WATCHED = new WatchedCollection("change_stream_iteration_it");

  @Test
  @Statement(17)
  void s17_tryNextRunsAtMostOneGetMore() {
    try (ChangeStream stream = WATCHED.opened(options())) {
      assertThat(stream.tryNext()).isEmpty();
      assertThat(WATCHED.sent().names()).containsExactly("getMore");
      assertThat(stream.tryNext()).isEmpty();
      assertThat(WATCHED.sent().names()).containsExactly("getMore", "getMore");
    }
  }

  @Test
  @Statement(17)
  void s17_tryNextRunsNoneWhileChangesAreThere() {
    BsonDocument token = WATCHED.token();
    WATCHED.insert(1, 2, 3);
    try (ChangeStream stream = WATCHED.watch(options().startAfter(token))) {
      stream.next();
      WATCHED.sent().clear();

      assertThat(number(stream.tryNext().orElseThrow())).isEqualTo(2);
      assertThat(number(stream.tryNext().orElseThrow())).isEqualTo(3);
      assertThat(WATCHED.sent().names()).isEmpty();
    }
  }

  @Test
  @NeedsFailPoints
  @Statement(17)
  void s17_tryNextRunsAtMostOneResumeAndNoSecondGetMore() {
    try (ChangeStream stream = WATCHED.opened(options());
        FailPoint always = FailPoint.always(WATCHED.application(), FAILURE, "getMore")) {
      for (int i = 0; i < 3; i++) {
        WATCHED.sent().clear();

        assertThat(stream.tryNext()).isEmpty();
        assertThat(WATCHED.sent().count("getMore")).isEqualTo(1);
        assertThat(WATCHED.sent().count("aggregate")).isEqualTo(1);
      }
    }
  }

  @Test
  @NeedsFailPoints
  @Statement(17)
  void s17_tryNextKeepsItsBoundsWhenResumingFails() {
    try (ChangeStream stream = WATCHED.opened(options());
        FailPoint always =
            FailPoint.always(WATCHED.application(), FAILURE, "getMore", "aggregate")) {
      for (int i = 0; i < 3; i++) {
        WATCHED.sent().clear();

        assertThatThrownBy(stream::tryNext).isInstanceOf(MongoException.class);
        assertThat(WATCHED.sent().count("getMore")).isLessThanOrEqualTo(1);
        assertThat(WATCHED.sent().count("aggregate")).isEqualTo(1);
      }
    }
  }

  @Test
  @Statement(18)
  void s18_nextBlocksUntilThereIsAChange() {
    try (ChangeStream stream = WATCHED.opened(options())) {
      CompletableFuture<RawBsonDocument> next = CompletableFuture.supplyAsync(stream::next);
      await().until(() -> WATCHED.sent().count("getMore") >= 3);
      assertThat(next).isNotDone();

      WATCHED.insert(1);

      assertThat(next).succeedsWithin(30, TimeUnit.SECONDS);
      assertThat(number(next.join())).isEqualTo(1);
    }
  }

  @Test
  @NeedsFailPoints
  @Statement(18)
  void s18_nextBlocksUntilThereIsAnError() {
    try (ChangeStream stream = WATCHED.opened(options())) {
      CompletableFuture<RawBsonDocument> next = CompletableFuture.supplyAsync(stream::next);
      await().until(() -> WATCHED.sent().count("getMore") >= 2);
      assertThat(next).isNotDone();

      try (FailPoint once =
          FailPoint.times(1, WATCHED.application(), "{errorCode: 96}", "getMore")) {
        assertThat(next)
            .failsWithin(30, TimeUnit.SECONDS)
            .withThrowableOfType(ExecutionException.class)
            .withCauseInstanceOf(MongoException.class);
      }
    }
  }

  @Test
  @Statement(18)
  void s18_otherWorkOnTheSameClientDoesNotDisturbIt() throws Exception {
    try (ChangeStream stream = WATCHED.opened(options())) {
      int[] numbers = IntStream.range(0, 100).toArray();
      CompletableFuture<Void> other =
          CompletableFuture.runAsync(() -> WATCHED.insertByStreamsClient(numbers));

      for (int n : numbers) {
        assertThat(number(stream.next())).isEqualTo(n);
      }
      other.get(30, TimeUnit.SECONDS);
      assertThat(WATCHED.sent().count("aggregate")).as("resumes").isZero();
    }
  }

  @Test
  @Statement(18)
  void s18_oneIteratorGivesWhatNextGives() {
    BsonDocument token = WATCHED.token();
    WATCHED.insert(1, 2, 3);
    try (ChangeStream stream = WATCHED.watch(options().startAfter(token))) {
      Iterator<RawBsonDocument> iterator = stream.iterator();

      assertThat(iterator.hasNext()).isTrue();
      assertThat(iterator.hasNext()).isTrue();
      assertThat(number(iterator.next())).isEqualTo(1);
      assertThat(number(stream.next())).isEqualTo(2);
      assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);
      assertThat(number(stream.iterator().next())).isEqualTo(3);
    }
  }
}
