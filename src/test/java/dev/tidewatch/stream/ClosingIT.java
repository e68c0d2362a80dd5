package dev.tidewatch.stream;

import static dev.tidewatch.stream.WatchedCollection.number;
import static dev.tidewatch.stream.WatchedCollection.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.tidewatch.testing.faults.FailPoint;
import dev.tidewatch.testing.faults.NeedsFailPoints;
import dev.tidewatch.testing.statements.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Closing a stream that is in use, whatever it waits for. */
class ClosingIT {

  @RegisterExtension
  static final WatchedCollection WATCHED = new WatchedCollection("change_stream_closing_it");

  /** Far less than anything waits by itself: 30 s for a server, a minute for a change. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final Duration PROMISED = Duration.ofSeconds(1);
  private static final int TRIES = 5;

  @Test
  @Statement(19)
  void s19_afterCloseNextSignalsTheEnd() {
    BsonDocument token = WATCHED.token();
    WATCHED.insert(1, 2);
    ChangeStream stream = WATCHED.watch(options().startAfter(token));
    stream.next();

    stream.close();

    assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
    assertThat(stream.tryNext()).isEmpty();
    assertThat(stream.iterator()).isExhausted();
  }

  @Test
  @Statement(19)
  void s19_closeEndsANextThatWaitsInAnotherThreadWithinASecond() {
    // the fastest of a few: a busy machine may hold up any one of them
    List<Duration> took = new ArrayList<>();
    do {
      took.add(closeWhileNextWaits());
    } while (Collections.min(took).compareTo(PROMISED) >= 0 && took.size() < TRIES);

    assertThat(Collections.min(took)).as("of %s", took).isLessThan(PROMISED);
  }

  /** Returns how long it took from the close to the end of the next. */
  private static Duration closeWhileNextWaits() {
    ChangeStream stream = WATCHED.opened(options().maxAwaitTime(Duration.ofMinutes(1)));
    CompletableFuture<RawBsonDocument> next = CompletableFuture.supplyAsync(stream::next);
    await().until(() -> WATCHED.sent().count("getMore") == 1);
    assertThat(next).isNotDone();
    long closing = System.nanoTime();

    stream.close();

    assertEnds(next);
    return Duration.ofNanos(System.nanoTime() - closing);
  }

  @Test
  @Statement(19)
  void s19_closeEndsALoopThatWaitsInAnotherThread() {
    ChangeStream stream = WATCHED.opened(options().maxAwaitTime(Duration.ofMinutes(1)));
    List<Integer> seen = new ArrayList<>();
    CompletableFuture<Void> loop =
        CompletableFuture.runAsync(() -> stream.forEach(change -> seen.add(number(change))));
    WATCHED.insert(1);
    await().until(() -> WATCHED.sent().count("getMore") == 2);

    stream.close();

    assertThat(loop).succeedsWithin(SOON);
    assertThat(seen).containsExactly(1);
  }

  @Test
  @Statement(19)
  void s19_closeEndsANextThatWaitsForAServer() throws Exception {
    try (MongoClient nowhere = MongoClients.create("mongodb://127.0.0.1:1")) {
      ChangeStream stream =
          ChangeStream.watch(WatchTarget.collection(nowhere, "db", "coll"), options().build());
      CompletableFuture<Thread> thread = new CompletableFuture<>();
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      CompletableFuture<RawBsonDocument> next =
          CompletableFuture.supplyAsync(
              () -> {
                thread.complete(Thread.currentThread());
                try {
                  return stream.next();
                } finally {
                  interrupted.complete(Thread.currentThread().isInterrupted());
                }
              });
      await().until(() -> thread.get().getState() == Thread.State.TIMED_WAITING);

      stream.close();

      assertEnds(next);
      assertThat(interrupted.get()).isFalse();
    }
  }

  @Test
  @NeedsFailPoints
  @Statement(19)
  void s19_closeWhileTheStreamOpensLeavesNoCursor() {
    ChangeStream stream = WATCHED.watch(options());
    try (FailPoint slow =
        FailPoint.times(
            1, WATCHED.application(), "{blockConnection: true, blockTimeMS: 500}", "aggregate")) {
      CompletableFuture<RawBsonDocument> next = CompletableFuture.supplyAsync(stream::next);
      await().until(() -> WATCHED.sent().count("aggregate") == 1);

      stream.close();

      assertEnds(next);
    }
    assertThat(WATCHED.idleCursors()).isEmpty();
  }

  private static void assertEnds(CompletableFuture<RawBsonDocument> next) {
    assertThat(next)
        .failsWithin(SOON)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(NoSuchElementException.class);
  }
}
