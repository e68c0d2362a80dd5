package dev.tidewatch.feed.control;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Delivers every feed: a single thread gives every subscription what it has not had. A connection
 * that is busy is passed over until it says that it is free, so a slow one holds up nobody; and
 * nothing is queued for it, for its place in the log is a number.
 *
 * <p>Owner of all subscriptions: {@link #run}'s thread. Bound: one entry in {@code ready} for each
 * completion. Stop signal: {@link #stop}; run returns within {@link #TICK}.
 */
public final class Courier implements Runnable {

  private static final Logger LOG = Logger.getLogger(Courier.class.getName());

  /** How often it looks after readers that are idle. */
  static final Duration TICK = Duration.ofSeconds(1);

  private final Executor closer;
  private final List<Readers> feeds = new CopyOnWriteArrayList<>();
  private final List<Runnable> chores = new CopyOnWriteArrayList<>();
  private final Queue<Subscription> ready = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean signalled = new AtomicBoolean();
  private volatile Thread thread;
  private volatile boolean stopped;

  /**
   * A courier that delivers once {@link #run} runs.
   *
   * @param closer runs what may wait for a client: the closing of its connection
   */
  public Courier(Executor closer) {
    this.closer = closer;
  }

  /** Serves one more feed. */
  public Readers serve(ChangeLog log, CatchUp catchUp) {
    Readers readers = new Readers(log, catchUp, this);
    feeds.add(readers);
    return readers;
  }

  /** Does that too, once a second; it must not wait for anything. */
  void everySecond(Runnable chore) {
    chores.add(chore);
  }

  /** A log has grown. Any thread. */
  void wake() {
    if (!signalled.getAndSet(true)) {
      LockSupport.unpark(thread);
    }
  }

  /** The subscription can go on. Any thread. */
  void wake(Subscription subscription) {
    ready.add(subscription);
    wake();
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
      long tended = System.nanoTime();
      long wait = TICK.toNanos();
      while (!stopped) {
        if (!signalled.getAndSet(false)) {
          LockSupport.parkNanos(this, wait);
          signalled.set(false);
        }
        long now = System.nanoTime();
        boolean tend = now - tended > TICK.toNanos();
        tended = tend ? now : tended;
        wait = deliver(now, tend);
      }
    } finally {
      feeds.forEach(Readers::closeAll);
      Thread.currentThread().setContextClassLoader(loader);
    }
  }

  /** Returns for how long there is nothing to do, in nanoseconds, unless somebody wakes it. */
  private long deliver(long now, boolean tend) {
    long wait = TICK.toNanos();
    try {
      for (Readers readers : feeds) {
        wait = Math.min(wait, readers.pump(now));
      }
      for (Subscription s = ready.poll(); s != null; s = ready.poll()) {
        s.pump();
      }
      if (tend) {
        feeds.forEach(readers -> readers.tend(now));
        chores.forEach(Runnable::run);
      }
    } catch (RuntimeException | StackOverflowError e) {
      // ours, then: all readers would be left without a word if this thread ended
      LOG.log(Level.SEVERE, "a delivery failed", e);
    }
    return wait;
  }

  /** Makes {@link #run} return. Any thread. */
  public void stop() {
    stopped = true;
    wake();
  }

  boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  /** Closes a connection without waiting for it. */
  void close(Sink sink, CloseReason reason) {
    try {
      closer.execute(() -> sink.close(reason));
    } catch (RejectedExecutionException e) {
      // the server stops, and ends every connection itself
    }
  }
}
