package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.batch.LargeEntryEncoder;
import dev.tidewatch.feed.control.counters.LogThrottle;
import dev.tidewatch.feed.control.documents.FeedDocuments;
import dev.tidewatch.feed.control.history.CatchUp;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.ImagePolicy;
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
 * Delivers every feed: a single thread sends each subscription what it has not had. A busy
 * connection is skipped until its send completes, so a slow one delays no other. Nothing is queued
 * for it, because its position in the log is a number.
 *
 * <p>A turn serves what was ready when it began: first the live readers, then for {@link #SLICE}
 * the readers that catch up, one message each. Readers that catch up therefore share the time that
 * live readers leave, delay these by at most one slice, and leave processor time for everything
 * else.
 *
 * <p>Owner of all subscriptions: {@link #run}'s thread. Bound: one entry in {@code ready} for each
 * completion. Stop signal: {@link #stop}; {@code run} returns within {@link #TICK}. The next turn
 * begins whatever a turn throws, including Errors; {@link #isTurning} tells whether turns begin.
 */
public final class Dispatcher implements Runnable {

  private static final Logger LOG = Logger.getLogger(Dispatcher.class.getName());

  /** How often idle readers are checked. */
  static final Duration TICK = Duration.ofSeconds(1);

  /** How long live readers may wait for readers that catch up. */
  private static final long SLICE = Duration.ofMillis(2).toNanos();

  /**
   * The longest rest after a slice. A rest is as long as its slice, so that catching up takes at
   * most half a processor.
   */
  private static final long LONGEST_REST = Duration.ofMillis(20).toNanos();

  /** A longer turn counts as a stall, because it delays every reader. */
  private static final long LONGEST_TURN = Duration.ofSeconds(3).toNanos();

  private final Executor closer;
  private final List<Subscribers> feeds = new CopyOnWriteArrayList<>();
  private final List<Runnable> chores = new CopyOnWriteArrayList<>();
  private final Queue<Subscription> ready = new ConcurrentLinkedQueue<>();
  // when the next slice may begin
  private long restUntil = System.nanoTime();
  // readers that catch up, each once; owned by this thread
  private final Set<Subscription> far = new LinkedHashSet<>();
  private final LargeEntryEncoder large;
  private final LogThrottle failures = new LogThrottle();
  private final AtomicBoolean signalled = new AtomicBoolean();
  private volatile Thread thread;
  private volatile boolean stopped;
  // when the last turn began; null before the first
  private volatile Long turned;

  /**
   * A dispatcher that delivers while {@link #run} runs.
   *
   * @param closer runs what may block or take long: closing connections, encoding large changes
   */
  public Dispatcher(Executor closer) {
    this.closer = closer;
    this.large = new LargeEntryEncoder(closer, () -> feeds.forEach(Subscribers::encoded));
  }

  /** Adds a feed whose readers get its changes as they come. */
  public Subscribers serve(ChangeLog log, CatchUp catchUp) {
    return serve(log, catchUp, ImagePolicy.AS_SENT);
  }

  /**
   * Adds a feed.
   *
   * @param images which documents the changes carry, and which of them readers get
   */
  public Subscribers serve(ChangeLog log, CatchUp catchUp, ImagePolicy images) {
    return serve(log, catchUp, images, null);
  }

  /**
   * Adds a feed.
   *
   * @param documents sends the documents of its collections; null if no reader asks for them
   */
  public Subscribers serve(
      ChangeLog log, CatchUp catchUp, ImagePolicy images, FeedDocuments documents) {
    Subscribers subscribers = new Subscribers(log, catchUp, images, documents, this, large);
    feeds.add(subscribers);
    return subscribers;
  }

  /** Also runs a task once a second; the task must not block. */
  public void everySecond(Runnable chore) {
    chores.add(chore);
  }

  /** A log has grown. May be called from any thread. */
  void wake() {
    if (!signalled.getAndSet(true)) {
      LockSupport.unpark(thread);
    }
  }

  /** A subscription can continue. May be called from any thread. */
  void wake(Subscription subscription) {
    ready.add(subscription);
    wake();
  }

  /** Delivers until {@link #stop}, then closes every remaining connection. */
  @Override
  public void run() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    // at every send, Payara's Tyrus looks up a service through the context class loader; through
    // the application's, which searches every jar of the server, this costs more than the send
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

  /** Returns the nanoseconds until the next work is due, unless a wake-up comes first. */
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

  /**
   * Runs a part of a turn and logs what it throws, because all readers would silently be abandoned
   * if this thread ended.
   */
  private long attempt(LongSupplier part) {
    try {
      return part.getAsLong();
    } catch (Throwable e) {
      failed("a delivery failed", e);
      return TICK.toNanos();
    }
  }

  /** Serves the subscriptions that are ready now, not those that become ready meanwhile. */
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

  /** Serves readers that catch up; returns the nanoseconds until this is due again. */
  long serveFar(long now) {
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

  /** Logs what a delivery threw, at most once a second. Called on the dispatcher's thread. */
  void failed(String what, Throwable error) {
    if (failures.tryAcquire()) {
      LOG.log(Level.SEVERE, what + failures.suppressed(), error);
    }
  }

  /** Whether turns begin in time; also true before the first. May be called from any thread. */
  public boolean isTurning() {
    return isTurning(System.nanoTime());
  }

  /** As above, at a given {@link System#nanoTime}. */
  boolean isTurning(long nanoTime) {
    Long began = turned;
    return began == null || nanoTime - began < LONGEST_TURN;
  }

  /** Closes the connections of each feed; a failure in one does not affect the next. */
  private void closeAll() {
    for (Subscribers subscribers : feeds) {
      try {
        subscribers.closeAll();
      } catch (Throwable e) {
        failed("the readers of a feed could not all be told that the server stops", e);
      }
    }
  }

  /** Makes {@link #run} return. May be called from any thread. */
  public void stop() {
    stopped = true;
    wake();
  }

  /** Closes a connection without waiting for it. */
  void close(Sink sink, CloseReason reason) {
    try {
      closer.execute(() -> sink.close(reason));
    } catch (RejectedExecutionException | IllegalStateException e) {
      // the server is stopping and ends every connection itself
    }
  }
}
