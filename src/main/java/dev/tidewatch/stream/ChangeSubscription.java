package dev.tidewatch.stream;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.bson.RawBsonDocument;

/**
 * One subscriber, its demand and its stream.
 *
 * <p>The owning thread, and the only one that calls the subscriber once it is subscribed, is the
 * one that has the {@linkplain SerialExecutor turn}; {@link #request} and {@link #cancel} may be
 * called from any. Its bound is the source's batch. It stops when the subscriber has cancelled or
 * was told the end, and keeps no reference to it then.
 */
final class ChangeSubscription implements Flow.Subscription {

  // changes in one turn: others want the thread as well
  private static final int MOST = 128;

  private final ChangeSource source;
  private final SerialExecutor turns;
  private final AtomicLong demand = new AtomicLong();
  // null once it must hear no more
  private final AtomicReference<Flow.Subscriber<? super RawBsonDocument>> subscriber;
  private volatile Throwable refusal;

  ChangeSubscription(
      ChangeSource source, Executor executor, Flow.Subscriber<? super RawBsonDocument> subscriber) {
    this.source = source;
    this.turns = new SerialExecutor(source, executor, this::turn, this::fail);
    this.subscriber = new AtomicReference<>(subscriber);
  }

  /** Tells the subscriber of its subscription; nothing else reaches it before that has returned. */
  void start() {
    turns.hold();
    tell(it -> it.onSubscribe(this));
    turns.release();
  }

  @Override
  public void request(long n) {
    if (subscriber.get() == null) {
      return;
    }
    if (n > 0) {
      demand.updateAndGet(now -> now + n < 0 ? Long.MAX_VALUE : now + n);
    } else {
      refusal = new IllegalArgumentException("non-positive subscription request: " + n);
      // ends a getMore that is under way
      turns.close();
    }
    turns.signal();
  }

  @Override
  public void cancel() {
    if (subscriber.getAndSet(null) != null) {
      turns.close();
    }
  }

  private boolean turn() {
    for (int sent = 0; sent < MOST; sent++) {
      if (subscriber.get() == null) {
        return false;
      }
      // in this order: a refusal closes the source, and must not look like its end
      boolean alive = source.isAlive();
      if (refusal != null) {
        fail(refusal);
      } else if (!alive) {
        end(Flow.Subscriber::onComplete);
      } else if (demand.get() == 0) {
        return false;
      } else if (!advance()) {
        return true;
      }
    }
    return true;
  }

  /** Returns false if there was nothing to send. */
  private boolean advance() {
    Optional<RawBsonDocument> change;
    try {
      change = source.tryNext();
    } catch (RuntimeException | Error e) {
      fail(e);
      return true;
    }
    if (change.isEmpty() || refusal != null) {
      return false;
    }
    demand.updateAndGet(now -> now == Long.MAX_VALUE ? now : now - 1);
    tell(it -> it.onNext(change.get()));
    return true;
  }

  private void fail(Throwable error) {
    end(it -> it.onError(error));
  }

  private void end(Consumer<Flow.Subscriber<? super RawBsonDocument>> signal) {
    Flow.Subscriber<? super RawBsonDocument> it = subscriber.getAndSet(null);
    if (it != null) {
      source.close();
      call(it, signal);
    }
  }

  private void tell(Consumer<Flow.Subscriber<? super RawBsonDocument>> signal) {
    Flow.Subscriber<? super RawBsonDocument> it = subscriber.get();
    if (it != null) {
      call(it, signal);
    }
  }

  /**
   * A subscriber must not throw; one that does has cancelled, and the thread's handler hears why.
   */
  private void call(
      Flow.Subscriber<? super RawBsonDocument> it,
      Consumer<Flow.Subscriber<? super RawBsonDocument>> signal) {
    try {
      signal.accept(it);
    } catch (RuntimeException | Error e) {
      cancel();
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }
}
