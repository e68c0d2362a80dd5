package dev.tidewatch.feed.control.watch;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Does something for each of several things at the same time, and waits for all, but no longer than
 * a bound. Whatever one throws is logged and holds up no other.
 *
 * <p>The threads are its own and end with what they do: a server that stops refuses tasks and
 * threads of its own.
 *
 * @param name the threads', for whoever looks at a server's threads
 * @param atMost how long {@link #run} waits for all of them together
 */
public record ParallelTasks(String name, Duration atMost) {

  private static final Logger LOG = Logger.getLogger(ParallelTasks.class.getName());

  /** Returns when all are done or the time is over; those that are not done go on. */
  public <T> void run(List<T> things, Consumer<T> task) {
    long end = System.nanoTime() + atMost.toNanos();
    List<Thread> threads = things.stream().map(thing -> start(() -> task.accept(thing))).toList();
    try {
      for (Thread thread : threads) {
        // no time is for ever
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
