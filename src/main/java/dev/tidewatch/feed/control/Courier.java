package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Position;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Delivers one feed: a single thread gives every subscription what it has not had. A connection
 * that is busy is passed over until it says that it is free, so a slow one holds up nobody; and
 * nothing is queued for it, for its place in the log is a number.
 *
 * <p>Owner of all subscriptions: {@link #run}'s thread. Bound: one entry in {@code ready} for each
 * completion. Stop signal: {@link #stop}; run returns within {@link #TICK}.
 */
public final class Courier implements Runnable {

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration STALLED = Duration.ofMinutes(1);
  private static final Duration PING = Duration.ofSeconds(30);

  private final ChangeLog log;
  private final CatchUp catchUp;
  private final Executor closer;
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
  private final Queue<Subscription> ready = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean signalled = new AtomicBoolean();
  private volatile Thread thread;
  private volatile boolean stopped;

  /**
   * A courier that delivers once {@link #run} runs.
   *
   * @param closer runs what may wait for a client: the closing of its connection
   */
  public Courier(ChangeLog log, CatchUp catchUp, Executor closer) {
    this.log = log;
    this.catchUp = catchUp;
    this.closer = closer;
  }

  /**
   * Starts to serve a reader. Any thread.
   *
   * @param after where it starts; null for the next change
   * @return what ends the subscription, without closing the connection
   */
  public Runnable subscribe(Sink sink, Position after) {
    Subscription subscription = new Subscription(log, sink, this, after);
    subscriptions.add(subscription);
    wake(subscription);
    return () -> remove(subscription);
  }

  /** How many readers there are. */
  public int subscribers() {
    return subscriptions.size();
  }

  /** The log has grown. Any thread. */
  public void wake() {
    if (!signalled.getAndSet(true)) {
      LockSupport.unpark(thread);
    }
  }

  /** Serves until {@link #stop}; then closes every connection that is left. */
  @Override
  public void run() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    // Payara's Tyrus looks a service up through the context class loader at every send: through the
    // application's, over every jar of the server, that costs more than the send itself
    Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
    thread = Thread.currentThread();
    try {
      long seen = 0;
      long tended = System.nanoTime();
      while (!stopped) {
        if (!signalled.getAndSet(false)) {
          LockSupport.parkNanos(this, TICK.toNanos());
          signalled.set(false);
        }
        long end = log.end();
        if (end != seen) {
          seen = end;
          subscriptions.forEach(Subscription::pump);
        }
        for (Subscription s = ready.poll(); s != null; s = ready.poll()) {
          s.pump();
        }
        long now = System.nanoTime();
        if (now - tended > TICK.toNanos()) {
          tended = now;
          subscriptions.forEach(s -> tend(s, now));
        }
      }
    } finally {
      subscriptions.forEach(s -> s.sink().close(CloseReason.GOING_AWAY));
      subscriptions.clear();
      Thread.currentThread().setContextClassLoader(loader);
    }
  }

  /** Makes {@link #run} return. Any thread. */
  public void stop() {
    stopped = true;
    wake();
  }

  /** The subscription can go on. Any thread. */
  void wake(Subscription subscription) {
    ready.add(subscription);
    wake();
  }

  boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  void catchUp(Subscription subscription, Position after) {
    catchUp.read(after, subscription::caughtUp);
  }

  void close(Subscription subscription, CloseReason reason) {
    remove(subscription);
    try {
      closer.execute(() -> subscription.sink().close(reason));
    } catch (RejectedExecutionException e) {
      // the server stops, and ends every connection itself
    }
  }

  void remove(Subscription subscription) {
    subscription.markClosed();
    subscriptions.remove(subscription);
  }

  private void tend(Subscription subscription, long now) {
    long idle = subscription.idleNanos(now);
    if (subscription.isSending()) {
      if (idle > STALLED.toNanos()) {
        close(subscription, CloseReason.STALLED);
      }
    } else if (idle > PING.toNanos()) {
      subscription.touch(now);
      subscription.sink().ping();
    }
  }
}
