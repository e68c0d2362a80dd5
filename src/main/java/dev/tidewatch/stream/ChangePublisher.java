package dev.tidewatch.stream;

import com.mongodb.MongoException;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.bson.RawBsonDocument;

/**
 * Publishes changes as fast as each subscriber asks for them. Immutable, for any thread.
 *
 * <p>Each subscriber has a {@link ChangeStream} of its own, with a cursor of its own on the server:
 * nobody waits for the slowest, and nothing is kept for it but the server's last batch. It opens at
 * the first demand, and what happens before that is not seen unless the options say where to start.
 * A thread of the executor is used only while there is demand, and is given back after each
 * getMore. Where demand stays away for long, ten minutes by the server's default, the server drops
 * the cursor, and the stream resumes where it was.
 *
 * <p>{@code onComplete} follows an invalidate. {@code onError} brings the {@link MongoException}
 * that the stream could not resume after, what the executor threw when it takes no task, or an
 * IllegalArgumentException after a request that is not positive. Whoever wants to go on subscribes
 * to a publisher that resumes after the {@code _id} of the last change. The stream is closed before
 * either, and by a cancel.
 */
public final class ChangePublisher implements Flow.Publisher<RawBsonDocument> {

  private final Supplier<? extends ChangeSource> sources;
  private final Executor executor;

  ChangePublisher(Supplier<? extends ChangeSource> sources, Executor executor) {
    this.sources = sources;
    this.executor = executor;
  }

  /**
   * A publisher of what happens to a target. No argument may be null.
   *
   * @param options a session in them would be shared by all subscribers, and a session is for one
   *     at a time
   * @param executor runs tasks that block for as long as a getMore waits, and calls the
   *     subscribers. With a single thread, or one that runs tasks in place, a cancel reaches the
   *     server only after a getMore that is under way
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
