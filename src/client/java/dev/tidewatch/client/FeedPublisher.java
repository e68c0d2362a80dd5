package dev.tidewatch.client;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Gives each subscriber a reader of its own, on a daemon thread of its own. It reads only what is
 * requested, so a subscriber that requests nothing makes the server wait.
 */
final class FeedPublisher implements Flow.Publisher<FeedEvent> {

  private final Supplier<? extends EventSource> sources;

  FeedPublisher(Supplier<? extends EventSource> sources) {
    this.sources = sources;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super FeedEvent> subscriber) {
    Objects.requireNonNull(subscriber);
    Subscription subscription = new Subscription(sources.get(), subscriber);
    Thread thread = new Thread(subscription::run, "tidewatch-feed");
    thread.setDaemon(true);
    thread.start();
  }

  private static final class Subscription implements Flow.Subscription {

    private final EventSource source;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private Flow.Subscriber<? super FeedEvent> subscriber;
    // guarded by this
    private long demand;
    private IllegalArgumentException invalid;

    Subscription(EventSource source, Flow.Subscriber<? super FeedEvent> subscriber) {
      this.source = source;
      this.subscriber = subscriber;
    }

    /** Every signal is given here, one after the other, as the specification asks. */
    void run() {
      try {
        subscriber.onSubscribe(this);
        while (awaitDemand()) {
          if (!source.hasNext()) {
            complete();
            return;
          }
          if (!cancelled.get()) {
            subscriber.onNext(source.next());
          }
        }
      } catch (RuntimeException | Error e) {
        fail(e);
      } finally {
        source.close();
        subscriber = null; // rule 3.13
      }
    }

    private void complete() {
      if (!cancelled.getAndSet(true)) {
        subscriber.onComplete();
      }
    }

    private void fail(Throwable e) {
      if (!cancelled.getAndSet(true)) {
        subscriber.onError(e);
      }
    }

    /** Takes one of what is requested; false once it is cancelled. */
    private synchronized boolean awaitDemand() {
      try {
        while (demand == 0 && invalid == null && !cancelled.get()) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      if (invalid != null && !cancelled.get()) {
        throw invalid;
      }
      demand -= demand == Long.MAX_VALUE ? 0 : 1;
      return !cancelled.get();
    }

    @Override
    public synchronized void request(long n) {
      if (n <= 0) {
        invalid =
            new IllegalArgumentException(
                "Invalid request of " + n + ", must be positive (rule 3.9)");
      } else {
        demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
      }
      notifyAll();
    }

    @Override
    public void cancel() {
      cancelled.set(true);
      source.close();
      synchronized (this) {
        notifyAll();
      }
    }
  }
}
