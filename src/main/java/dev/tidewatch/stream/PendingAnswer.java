package dev.tidewatch.stream;

import java.util.concurrent.CompletableFuture;
import org.bson.BsonDocument;

/**
 * The answer that a stage is being completed with, and the resume tokens around it. The caller may
 * cancel the stage concurrently; only the stage's state tells which came first.
 *
 * @param before the token as long as the stage has not taken the answer; null if unknown
 * @param after the token from then on
 */
record PendingAnswer<T>(
    BsonDocument before, CompletableFuture<T> stage, T answer, BsonDocument after) {

  /** No answer in progress. */
  static PendingAnswer<Void> none(BsonDocument token) {
    return new PendingAnswer<>(null, CompletableFuture.completedFuture(null), null, token);
  }

  boolean taken() {
    return stage.isDone() && !stage.isCompletedExceptionally() && stage.join() == answer;
  }

  BsonDocument token() {
    return taken() ? after : before;
  }
}
