package dev.tidewatch.stream;

import com.mongodb.MongoException;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.bson.RawBsonDocument;

/**
 * Publishes changes at the rate that each subscriber requests. Immutable and thread-safe.
 *
 * <p>Each subscriber has a {@link ChangeStream} of its own, with a cursor of its own on the server:
 * a slow subscriber delays no other, and only the server's last batch is kept for it. The stream
 * opens at the first demand; earlier changes are not read unless the options name a start. A thread
 * of the executor is used only while there is demand, and is returned after each getMore. If there
 * is no demand for long (ten minutes by the server's default), the server drops the cursor, and the
 * stream resumes where it was.
 *
 * <p>{@code onComplete} follows an invalidate. {@code onError} gets the {@link MongoException} that
 * the stream could not resume after, the exception of an executor that rejects a task, or an
 * IllegalArgumentException after a request that is not positive. To continue, subscribe to a
 * publisher that resumes after the {@code _id} of the last change. The stream is closed before
 * either signal, and by a cancel.
 */
public final class ChangePublisher implements Flow.Publisher<RawBsonDocument> {

  private final Supplier<? extends ChangeSource> sources;
  private final Executor executor;

  ChangePublisher(Supplier<? extends ChangeSource> sources, Executor executor) {
    this.sources = sources;
    this.executor = executor;
  }

  /**
   * Creates a publisher of a target's changes. No argument may be null.
   *
   * @param options should not hold a session, because all subscribers would share it and a session
   *     serves one thread at a time
   * @param executor runs tasks that block for as long as a getMore waits, and calls the
   *     subscribers. With a single thread, or an executor that runs tasks in the calling thread, a
   *     cancel reaches the server only after a getMore in progress
   */
  public static ChangePublisher watch(
      WatchTarget target, ChangeStreamOptions options, Executor executor) {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(executor, "executor");
    return new ChangePublisher(() -> ChangeStream.watch(target, options), executor);
  }

  @Override
  public void subscribe(Flow.Subscriber<? super RawBsonDocument> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    new ChangeSubscription(sources.get(), executor, subscriber).start();
  }
}
