package dev.tidewatch.feed.boundary.sink;

import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs sends on the I/O thread of their connection, as many as there are at a time. Undertow would
 * hand over each by itself, which wakes that thread for each.
 *
 * <p>Any thread. Bound: one message for each connection, as each waits for its last, and a ping.
 */
final class IoThreadBatch implements Runnable {

  private static final ConcurrentMap<Executor, IoThreadBatch> THREADS = new ConcurrentHashMap<>();

  private final Executor thread;
  private final Queue<Runnable> sends = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  private IoThreadBatch(Executor thread) {
    this.thread = thread;
  }

  /** Those of one thread. */
  static IoThreadBatch of(Executor thread) {
    return THREADS.computeIfAbsent(thread, IoThreadBatch::new);
  }

  /**
   * Has a send run soon.
   *
   * @throws RejectedExecutionException if the server stops
   */
  void add(Runnable send) {
    sends.add(send);
    if (scheduled.compareAndSet(false, true)) {
      try {
        thread.execute(this);
      } catch (RejectedExecutionException e) {
        // or the next send would wait for a run that never comes
        scheduled.set(false);
        throw e;
      }
    }
  }

  /** The I/O thread's. */
  @Override
  public void run() {
    // before the queue is looked at: whoever adds to it after that schedules it again
    scheduled.set(false);
    for (Runnable send = sends.poll(); send != null; send = sends.poll()) {
      send.run();
    }
  }
}
