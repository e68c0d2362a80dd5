package dev.tidewatch.feed.control.source;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs reads of MongoDB that readers wait for, and pauses all of them after one that has failed:
 * each pause is twice the one before, until a read succeeds. A database that is down is asked no
 * more often than that, whatever the number of readers.
 *
 * <p>Guarded by the lock of its owner, which calls each method with that lock held.
 */
public final class ReadRetries {

  private final ScheduledExecutorService executor;
  private final long firstMillis;
  private final long longestMillis;
  private final Object lock;
  private final Runnable goOn;

  private long millis;
  private boolean paused;

  /**
   * Nothing has failed yet.
   *
   * @param executor runs the reads
   * @param firstMillis the first pause
   * @param longestMillis the longest pause
   * @param lock the owner's lock
   * @param goOn begins the reads that are due after a pause; runs with the lock held
   */
  public ReadRetries(
      ScheduledExecutorService executor,
      long firstMillis,
      long longestMillis,
      Object lock,
      Runnable goOn) {
    this.executor = executor;
    this.firstMillis = firstMillis;
    this.longestMillis = longestMillis;
    this.lock = lock;
    this.goOn = goOn;
  }

  /**
   * Runs a task on a thread that may block, also during a pause.
   *
   * @return false if the server is stopping; it then ends the waiting connections itself
   */
  public boolean execute(Runnable task) {
    return schedule(task, 0);
  }

  /** Whether no read may begin now. */
  public boolean isPaused() {
    return paused;
  }

  /** A read has succeeded. */
  public void succeeded() {
    millis = 0;
  }

  /**
   * A read has failed.
   *
   * @param isWaitedFor whether there is a reader for whom reads have to go on
   */
  public void failed(boolean isWaitedFor) {
    millis = Math.min(longestMillis, Math.max(firstMillis, 2 * millis));
    if (!paused && isWaitedFor) {
      paused = schedule(this::goOn, millis);
    }
  }

  private void goOn() {
    synchronized (lock) {
      paused = false;
      goOn.run();
    }
  }

  private boolean schedule(Runnable task, long delayMillis) {
    try {
      executor.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
      return true;
    } catch (RejectedExecutionException | IllegalStateException e) {
      // a managed executor throws IllegalStateException
      return false;
    }
  }
}
