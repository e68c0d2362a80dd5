package dev.tidewatch.stream;

import com.mongodb.MongoException;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/**
 * A {@link ChangeStream} for callers that must not block: each call runs on an executor and is
 * answered by a stage.
 *
 * <p>Thread-safe. Calls are queued: each is answered after those before it, and two calls of {@link
 * #next} return the first and the second change. The stream uses a thread of the executor only
 * while a call waits, and returns it after each getMore, so that a few threads serve many streams.
 * Stages are completed on that thread; dependent stages must not wait for another call of the same
 * stream.
 *
 * <p>A caller that cancels a stage, or lets it time out, withdraws its call: a change in flight
 * goes to the next call, and {@link #resumeToken} does not move past it before. This applies to the
 * stage that a call returned, not to stages derived from it.
 *
 * <p>If the executor rejects a task, every queued call fails with the exception; no change is lost,
 * and the stream remains usable.
 */
public final class AsyncChangeStream {

  private final CallQueue line;

  AsyncChangeStream(ChangeSource source, Executor executor) {
    this.line = new CallQueue(source, executor);
  }

  /**
   * Creates a stream that opens on first use; no I/O before. No argument may be null.
   *
   * @param executor runs tasks that block for as long as a getMore waits. With a single thread, or
   *     an executor that runs tasks in the calling thread, {@link #close} reaches the server only
   *     after a getMore in progress
   */
  public static AsyncChangeStream watch(
      WatchTarget target, ChangeStreamOptions options, Executor executor) {
    Objects.requireNonNull(executor, "executor");
    return new AsyncChangeStream(ChangeStream.watch(target, options), executor);
  }

  /**
   * Opens the stream if it is not open yet: every change after the stage completes will be read.
   * The stage fails with a {@link MongoException} if the stream cannot be opened.
   */
  public CompletionStage<Void> open() {
    return line.add(PendingCall.open());
  }

  /**
   * Returns the next change, once there is one. The stage fails with a {@link
   * NoSuchElementException} if the stream was closed or has ended, with a {@link MongoException} if
   * it cannot continue.
   */
  public CompletionStage<RawBsonDocument> next() {
    return line.add(PendingCall.next());
  }

  /**
   * Returns the next change, or empty if there is none after at most one getMore, which waits up to
   * maxAwaitTime. The stage fails with a {@link MongoException} if the stream cannot continue.
   */
  public CompletionStage<Optional<RawBsonDocument>> tryNext() {
    return line.add(PendingCall.tryNext());
  }

  /**
   * Whether there may be more changes: true before the first use, false after close or once an
   * invalidate was taken.
   */
  public boolean isAlive() {
    return line.isAlive();
  }

  /**
   * The token from which a new stream continues after the last answer. A copy; null if nothing is
   * known yet.
   */
  public BsonDocument resumeToken() {
    BsonDocument token = line.token();
    return token == null ? null : token.clone();
  }

  /**
   * Closes the stream. Queued calls complete immediately, in the calling thread: {@link #next} as
   * at the end, {@link #tryNext} empty. May be repeated.
   *
   * @return completes once the executor has closed the cursor on the server, which takes at most a
   *     second; never fails. If the executor rejects the task, the calling thread closes the
   *     cursor. If the executor is stopped with queued tasks, the server's timeout closes it
   */
  public CompletionStage<Void> close() {
    return line.close().copy();
  }
}
