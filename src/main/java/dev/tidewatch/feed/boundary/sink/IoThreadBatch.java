package dev.tidewatch.feed.boundary.sink;

import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs sends on the I/O thread of their connections, in batches. Undertow would hand over each send
 * separately, which wakes the thread for each.
 *
 * <p>Thread-safe. Bound: one message and one ping for each connection, because each waits for its
 * last message.
 */
final class IoThreadBatch implements Runnable {

  private static final ConcurrentMap<Executor, IoThreadBatch> THREADS = new ConcurrentHashMap<>();

  private final Executor thread;
  private final Queue<Runnable> sends = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  private IoThreadBatch(Executor thread) {
    this.thread = thread;
  }

  /** The batch of one I/O thread. */
  static IoThreadBatch of(Executor thread) {
    return THREADS.computeIfAbsent(thread, IoThreadBatch::new);
  }

  /**
   * Schedules a send.
   *
   * @throws RejectedExecutionException if the server is stopping
   */
  void add(Runnable send) {
    sends.add(send);
    if (scheduled.compareAndSet(false, true)) {
      try {
        thread.execute(this);
      } catch (RejectedExecutionException e) {
        // otherwise the next send would wait for a run that never comes
        scheduled.set(false);
        throw e;
      }
    }
  }

  /** Runs on the I/O thread. */
  @Override
  public void run() {
    // before the queue is read: a later add schedules another run
    scheduled.set(false);
    for (Runnable send = sends.poll(); send != null; send = sends.poll()) {
      send.run();
    }
  }
}
