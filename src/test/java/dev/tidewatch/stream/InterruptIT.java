package dev.tidewatch.stream;

import static dev.tidewatch.stream.WatchedCollection.number;
import static dev.tidewatch.stream.WatchedCollection.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoInterruptedException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.tidewatch.testing.faults.FailPoint;
import dev.tidewatch.testing.faults.NeedsFailPoints;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.statements.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Interrupts of a thread that waits for a change. */
class InterruptIT {

  @RegisterExtension
  static final WatchedCollection WATCHED = new WatchedCollection("change_stream_interrupt_it");

  /** How a call ended: its error, and whether its thread was interrupted then. */
  private record End(Throwable error, boolean interrupted) {}

  @Test
  @NeedsRealMongo // to look for the cursor
  @Statement(33)
  void s33_anInterruptEndsABlockedNextAndIsNotSwallowed() {
    ChangeStream stream = WATCHED.opened(options().maxAwaitTime(Duration.ofMinutes(1)));
    CompletableFuture<End> end = new CompletableFuture<>();
    Thread thread = start(stream, ChangeStream::next, end);
    await().until(() -> WATCHED.sent().count("getMore") == 1);

    thread.interrupt();

    assertInterrupted(end);
    assertThat(WATCHED.idleCursors()).isEmpty();
    stream.close();
    assertThat(stream.isAlive()).isFalse();
  }

  @Test
  @Statement(33)
  void s33_anInterruptEndsABlockedTryNextAndIsNotSwallowed() {
    try (ChangeStream stream = WATCHED.opened(options().maxAwaitTime(Duration.ofMinutes(1)))) {
      CompletableFuture<End> end = new CompletableFuture<>();
      Thread thread = start(stream, ChangeStream::tryNext, end);
      await().until(() -> WATCHED.sent().count("getMore") == 1);

      thread.interrupt();

      assertInterrupted(end);
    }
  }

  @Test
  @NeedsFailPoints
  @Statement(33)
  void s33_anInterruptWhileTheStreamOpensLeavesNoCursor() {
    ChangeStream stream = WATCHED.watch(options());
    CompletableFuture<End> end = new CompletableFuture<>();
    try (FailPoint slow =
        FailPoint.times(
            1, WATCHED.application(), "{blockConnection: true, blockTimeMS: 500}", "aggregate")) {
      Thread thread = start(stream, ChangeStream::next, end);
      await().until(() -> WATCHED.sent().count("aggregate") == 1);

      thread.interrupt();

      assertInterrupted(end);
    }
    assertThat(WATCHED.idleCursors()).isEmpty();
  }

  @Test
  @Statement(33)
  void s33_anInterruptEndsAWaitForAServerAndIsNotSwallowed() {
    try (MongoClient nowhere = MongoClients.create("mongodb://127.0.0.1:1")) {
      WatchTarget target = WatchTarget.collection(nowhere, "db", "coll");
      ChangeStream stream = ChangeStream.watch(target, options().build());
      CompletableFuture<End> end = new CompletableFuture<>();
      Thread thread = start(stream, ChangeStream::next, end);
      await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);

      thread.interrupt();

      assertInterrupted(end);
    }
  }

  @Test
  @NeedsRealMongo // to look for the cursor
  @Statement(33)
  void s33_anInterruptedThreadDoesNotBlockAndCanCloseItsStream() {
    ChangeStream stream = WATCHED.opened(options());
    boolean interrupted;
    try {
      Thread.currentThread().interrupt();
      assertThatThrownBy(stream::tryNext).isInstanceOf(MongoInterruptedException.class);
      stream.close();
    } finally {
      interrupted = Thread.interrupted();
    }

    assertThat(interrupted).isTrue();
    assertThat(WATCHED.sent().names()).containsExactly("killCursors");
    assertThat(WATCHED.idleCursors()).isEmpty();
  }

  @Test
  @Statement(33)
  void s33_whatWasReadBeforeTheInterruptIsNotLost() {
    BsonDocument token = WATCHED.token();
    WATCHED.insert(1, 2);
    try (ChangeStream stream = WATCHED.watch(options().startAfter(token))) {
      assertThat(number(stream.next())).isEqualTo(1);
      try {
        Thread.currentThread().interrupt();
        assertThat(number(stream.next())).isEqualTo(2);
        assertThatThrownBy(stream::next).isInstanceOf(MongoInterruptedException.class);
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
      WATCHED.insert(3);

      assertThat(number(stream.next())).as("it goes on").isEqualTo(3);
    }
  }

  private static Thread start(
      ChangeStream stream, Consumer<ChangeStream> call, CompletableFuture<End> end) {
    Thread thread =
        new Thread(
            () -> {
              Throwable error = null;
              try {
                call.accept(stream);
              } catch (RuntimeException e) {
                error = e;
              }
              end.complete(new End(error, Thread.currentThread().isInterrupted()));
            });
    thread.start();
    return thread;
  }

  private static void assertInterrupted(CompletableFuture<End> end) {
    assertThat(end).succeedsWithin(20, TimeUnit.SECONDS);
    assertThat(end.join().error()).isInstanceOf(MongoInterruptedException.class);
    assertThat(end.join().interrupted()).isTrue();
  }
}
