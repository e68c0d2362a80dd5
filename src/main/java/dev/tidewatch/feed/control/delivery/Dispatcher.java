package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.batch.LargeEntryEncoder;
import dev.tidewatch.feed.control.counters.LogThrottle;
import dev.tidewatch.feed.control.history.CatchUp;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.entity.CloseReason;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Delivers every feed: a single thread gives every subscription what it has not had. A connection
 * that is busy is passed over until it says that it is free, so a slow one holds up nobody; and
 * nothing is queued for it, for its place in the log is a number.
 *
 * <p>A turn serves what was ready when it began: first the live readers, then for {@link #SLICE}
 * those that have history before them, a message each. So readers that catch up share what time the
 * live ones leave, delay these by a slice at most, and leave the machine time for everything else.
 *
 * <p>Owner of all subscriptions: {@link #run}'s thread. Bound: one entry in {@code ready} for each
 * completion. Stop signal: {@link #stop}; run returns within {@link #TICK}. Whatever a turn throws,
 * Errors too, the next turn begins; {@link #isTurning} says whether turns do begin.
 */
public final class Dispatcher implements Runnable {

  private static final Logger LOG = Logger.getLogger(Dispatcher.class.getName());

  /** How often it looks after readers that are idle. */
  static final Duration TICK = Duration.ofSeconds(1);

  /** How long live readers may wait for those that catch up. */
  private static final long SLICE = Duration.ofMillis(2).toNanos();

  /** A slice is followed by as long a rest, so that catching up takes half a processor at most. */
  private static final long LONGEST_REST = Duration.ofMillis(20).toNanos();

  /** A turn that takes longer holds up every reader. */
  private static final long LONGEST_TURN = Duration.ofSeconds(3).toNanos();

  private final Executor closer;
  private final List<Subscribers> feeds = new CopyOnWriteArrayList<>();
  private final List<Runnable> chores = new CopyOnWriteArrayList<>();
  private final Queue<Subscription> ready = new ConcurrentLinkedQueue<>();
  // when the next slice may begin
  private long restUntil = System.nanoTime();
  // those with history before them; the thread's own, and each is in it once
  private final Set<Subscription> far = new LinkedHashSet<>();
  private final LargeEntryEncoder large;
  private final LogThrottle failures = new LogThrottle();
  private final AtomicBoolean signalled = new AtomicBoolean();
  private volatile Thread thread;
  private volatile boolean stopped;
  // when the last turn began; null before the first
  private volatile Long turned;

  /**
   * A dispatcher that delivers once {@link #run} runs.
   *
   * @param closer runs what may wait for a client, the closing of its connection, and what may take
   *     long, the encoding of large changes
   */
  public Dispatcher(Executor closer) {
    this.closer = closer;
    this.large = new LargeEntryEncoder(closer, () -> feeds.forEach(Subscribers::encoded));
  }

  /** Serves one more feed. */
  public Subscribers serve(ChangeLog log, CatchUp catchUp) {
    Subscribers subscribers = new Subscribers(log, catchUp, this, large);
    feeds.add(subscribers);
    return subscribers;
  }

  /** Does that too, once a second; it must not wait for anything. */
  public void everySecond(Runnable chore) {
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
      closeAll();
      Thread.currentThread().setContextClassLoader(loader);
    }
  }

  /** Returns for how long there is nothing to do, in nanoseconds, unless somebody wakes it. */
  private long deliver(long now, boolean tend) {
    turned = now;
    long wait = TICK.toNanos();
    for (Subscribers subscribers : feeds) {
      wait = Math.min(wait, attempt(() -> subscribers.pump(now)));
    }
    serveReady();
    wait = Math.min(wait, serveFar(now));
    if (tend) {
      feeds.forEach(subscribers -> attempt(() -> tend(subscribers, now)));
      chores.forEach(
          chore ->
              attempt(
                  () -> {
                    chore.run();
                    return TICK.toNanos();
                  }));
    }
    return wait;
  }

  private long tend(Subscribers subscribers, long now) {
    subscribers.tend(now);
    return TICK.toNanos();
  }

  /** Ours, then, if it fails: all readers would be left without a word if this thread ended. */
  private long attempt(LongSupplier part) {
    try {
      return part.getAsLong();
    } catch (Throwable e) {
      failed("a delivery failed", e);
      return TICK.toNanos();
    }
  }

  /** Those that are ready now, and not those that will be meanwhile. */
  void serveReady() {
    int count = ready.size();
    for (int i = 0; i < count; i++) {
      Subscription subscription = ready.poll();
      attempt(
          () -> {
            if (subscription.isFar()) {
              far.add(subscription);
            } else {
              subscription.resume();
            }
            return 0;
          });
    }
  }

  /** Returns in how many nanoseconds to do so again. */
  private long serveFar(long now) {
    if (far.isEmpty()) {
      return TICK.toNanos();
    }
    if (now - restUntil >= 0) {
      long begin = System.nanoTime();
      while (!far.isEmpty() && System.nanoTime() - begin < SLICE) {
        Subscription next = far.iterator().next();
        far.remove(next);
        if (next.pump(1)) {
          far.add(next);
        }
      }
      long end = System.nanoTime();
      restUntil = end + Math.min(end - begin, LONGEST_REST);
    }
    return Math.max(0, restUntil - now);
  }

  /** Writes what a delivery threw into the log, once a second. The dispatcher's thread. */
  void failed(String what, Throwable error) {
    if (failures.tryAcquire()) {
      LOG.log(Level.SEVERE, what + failures.suppressed(), error);
    }
  }

  /** Whether deliveries get on; also true before they begin. Any thread. */
  public boolean isTurning() {
    return isTurning(System.nanoTime());
  }

  /** The same at that time, of {@link System#nanoTime}. */
  boolean isTurning(long nanoTime) {
    Long began = turned;
    return began == null || nanoTime - began < LONGEST_TURN;
  }

  /** One feed after the other, whatever fails in a server that stops. */
  private void closeAll() {
    for (Subscribers subscribers : feeds) {
      try {
        subscribers.closeAll();
      } catch (Throwable e) {
        failed("the readers of a feed could not all be told that the server stops", e);
      }
    }
  }

  /** Makes {@link #run} return. Any thread. */
  public void stop() {
    stopped = true;
    wake();
  }

  /** Closes a connection without waiting for it. */
  void close(Sink sink, CloseReason reason) {
    try {
      closer.execute(() -> sink.close(reason));
    } catch (RejectedExecutionException | IllegalStateException e) {
      // the server stops, and ends every connection itself
    }
  }
}
