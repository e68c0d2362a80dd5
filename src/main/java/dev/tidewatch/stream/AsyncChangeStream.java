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
 * A {@link ChangeStream} for callers that must not block: each call is done on an executor and
 * answered by a stage.
 *
 * <p>Any thread may call. Calls stand in line: each is answered once those before it are, and two
 * {@link #next} in a row give the first and the second change. The stream has a thread of the
 * executor only while a call waits, and gives it back after each getMore, so that a few threads do
 * for many streams. Stages are completed on that thread; what hangs on them must not wait for
 * another call of the same stream.
 *
 * <p>A caller who cancels a stage, or lets it time out, leaves the line: a change that was on its
 * way to it is the next call's, and {@link #resumeToken} does not move past it before. That holds
 * for the stage that a call returned, not for stages made of it.
 *
 * <p>When the executor takes no task, every call in line fails with what it threw; no change is
 * lost, and the stream can be used again.
 */
public final class AsyncChangeStream {

  private final CallQueue line;

  AsyncChangeStream(ChangeSource source, Executor executor) {
    this.line = new CallQueue(source, executor);
  }

  /**
   * A stream that opens at its first use; making it does no I/O. No argument may be null.
   *
   * @param executor runs tasks that block for as long as a getMore waits. With a single thread, or
   *     one that runs tasks in place, {@link #close} reaches the server only after a getMore that
   *     is under way
   */
  public static AsyncChangeStream watch(
      WatchTarget target, ChangeStreamOptions options, Executor executor) {
    Objects.requireNonNull(executor, "executor");
    return new AsyncChangeStream(ChangeStream.watch(target, options), executor);
  }

  /**
   * Opens the stream now, if it is not open yet: whatever happens after the stage is complete will
   * be seen. It fails with a {@link MongoException} when the stream cannot be opened.
   */
  public CompletionStage<Void> open() {
    return line.add(PendingCall.open());
  }

  /**
   * The next change, once there is one. The stage fails with a {@link NoSuchElementException} when
   * the stream was closed or has ended, with a {@link MongoException} when it cannot go on.
   */
  public CompletionStage<RawBsonDocument> next() {
    return line.add(PendingCall.next());
  }

  /**
   * The next change, or empty when there is none after at most one getMore, which waits up to
   * maxAwaitTime. The stage fails with a {@link MongoException} when the stream cannot go on.
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
   * Where a new stream would have to start to see what follows the last answer. A copy; null when
   * nothing is known yet.
   */
  public BsonDocument resumeToken() {
    BsonDocument token = line.token();
    return token == null ? null : token.clone();
  }

  /**
   * Closes the stream. Calls in line end at once, in the calling thread: {@link #next} as at the
   * end, {@link #tryNext} with nothing. May be repeated.
   *
   * @return is complete once the executor has closed the cursor on the server, which takes at most
   *     a second; never fails. An executor that refuses leaves it to the calling thread; one that
   *     is stopped with tasks in its queue leaves it to the server's time-out
   */
  public CompletionStage<Void> close() {
    return line.close().copy();
  }
}
