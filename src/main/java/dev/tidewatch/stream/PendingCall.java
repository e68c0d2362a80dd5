package dev.tidewatch.stream;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.bson.RawBsonDocument;

/**
 * A call that stands in line, and the stage that its caller was given. A caller who cancels or
 * completes the stage itself has left the line.
 *
 * @param waits until there is a change; otherwise none is an answer too
 * @param takes a change; otherwise it only opens the stream
 * @param answer what the stage is completed with, made of a change or of null for none
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

  /** Returns whether the caller is still there to be told. */
  boolean fail(Throwable error) {
    return stage.completeExceptionally(error);
  }
}
