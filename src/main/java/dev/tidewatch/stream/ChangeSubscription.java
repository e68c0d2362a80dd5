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
 * <p>Owned by the thread that has the {@linkplain SerialExecutor turn}, the only one that calls the
 * subscriber; {@link #request} and {@link #cancel} may be called from any thread. Bound: the
 * source's batch. Stops once the subscriber has cancelled or was told the end, and then drops its
 * reference.
 */
final class ChangeSubscription implements Flow.Subscription {

  // the most changes in one turn, because other streams need the thread too
  private static final int MOST = 128;

  private final ChangeSource source;
  private final SerialExecutor turns;
  private final AtomicLong demand = new AtomicLong();
  // null once it must get no more signals
  private final AtomicReference<Flow.Subscriber<? super RawBsonDocument>> subscriber;
  private volatile Throwable refusal;

  ChangeSubscription(
      ChangeSource source, Executor executor, Flow.Subscriber<? super RawBsonDocument> subscriber) {
    this.source = source;
    this.turns = new SerialExecutor(source, executor, this::turn, this::fail);
    this.subscriber = new AtomicReference<>(subscriber);
  }

  /** Calls onSubscribe; the subscriber gets no other signal before that has returned. */
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
      // ends a getMore in progress
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
      // in this order, because a rejection closes the source, which must not look like its end
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
   * Calls the subscriber. If it throws, which it must not, the subscription is cancelled and the
   * thread's exception handler gets the exception.
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
