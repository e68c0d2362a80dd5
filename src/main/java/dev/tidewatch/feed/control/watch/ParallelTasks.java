package dev.tidewatch.feed.control.watch;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs a task for each of several items in parallel, and waits for all, at most for a bound. What a
 * task throws is logged and does not affect the others.
 *
 * <p>Uses unmanaged threads, which end with their task, because a stopping server refuses managed
 * tasks and threads.
 *
 * @param name the threads' name, for thread dumps
 * @param atMost how long {@link #run} waits for all of them together
 */
public record ParallelTasks(String name, Duration atMost) {

  private static final Logger LOG = Logger.getLogger(ParallelTasks.class.getName());

  /** Returns when all tasks are done or the time is over; unfinished tasks continue. */
  public <T> void run(List<T> things, Consumer<T> task) {
    long end = System.nanoTime() + atMost.toNanos();
    List<Thread> threads = things.stream().map(thing -> start(() -> task.accept(thing))).toList();
    try {
      for (Thread thread : threads) {
        // a join of 0 would wait indefinitely
        thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread start(Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(
        (failed, e) -> LOG.log(Level.WARNING, e, () -> "\"" + name + "\" has failed"));
    thread.start();
    return thread;
  }
}
