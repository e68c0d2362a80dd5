package dev.tidewatch.feed.control.watch;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A task that runs as long as the application, on a managed thread of its own. A managed executor
 * is unsuitable: WildFly's default one runs at most two tasks for each processor, and further tasks
 * would wait indefinitely.
 *
 * <p>Thread-safe. Stop signal: the task's own, then an interrupt.
 */
public final class ManagedTask {

  private static final Logger LOG = Logger.getLogger(ManagedTask.class.getName());

  private final Thread thread;

  private ManagedTask(Thread thread) {
    this.thread = thread;
  }

  /**
   * Starts a task.
   *
   * @param name the thread's name, for thread dumps
   */
  public static ManagedTask start(ManagedThreadFactory threads, String name, Runnable task) {
    Thread thread = threads.newThread(() -> run(name, task));
    thread.setName(name);
    thread.start();
    return new ManagedTask(thread);
  }

  private static void run(String name, Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      LOG.log(Level.SEVERE, e, () -> "\"" + name + "\" has ended with an error");
    }
  }

  /** Waits for the task to end, and interrupts it if it does not end in time. */
  public void await(Duration atMost) {
    try {
      // a join of 0 would wait indefinitely
      thread.join(Math.max(1, atMost.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      thread.interrupt();
    }
  }
}
