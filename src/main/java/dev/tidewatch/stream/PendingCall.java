package dev.tidewatch.stream;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.bson.RawBsonDocument;

/**
 * A queued call, and the stage that its caller got. Cancelling or completing the stage withdraws
 * the call.
 *
 * @param waits whether it waits for a change; otherwise an empty answer is possible
 * @param takes whether it takes a change; otherwise it only opens the stream
 * @param answer makes the stage's result from a change, or from null for none
 */
record PendingCall<T>(
    CompletableFuture<T> stage, boolean waits, boolean takes, Function<RawBsonDocument, T> answer) {

  static PendingCall<RawBsonDocument> next() {
    return new PendingCall<>(new CompletableFuture<>(), true, true, change -> change);
  }

  static PendingCall<Optional<RawBsonDocument>> tryNext() {
    return new PendingCall<>(new CompletableFuture<>(), false, true, Optional::ofNullable);
  }

  static PendingCall<Void> open() {
    return new PendingCall<>(new CompletableFuture<>(), false, false, change -> null);
  }

  /** Answers that there will be no more. */
  void end() {
    if (waits) {
      fail(new NoSuchElementException("the change stream is closed"));
    } else {
      stage.complete(answer.apply(null));
    }
  }

  /** Fails the stage; returns false if the call was withdrawn. */
  boolean fail(Throwable error) {
    return stage.completeExceptionally(error);
  }
}
