package dev.tidewatch.feed.control.delivery;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Keeps what it is to run, until the test runs it; no delay counts. */
public final class ManualScheduler extends ScheduledThreadPoolExecutor {

  private final Queue<Runnable> tasks = new ArrayDeque<>();

  /** Thrown at each task; null to take them. */
  public RuntimeException refusal;

  public ManualScheduler() {
    super(0);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    if (refusal != null) {
      throw refusal;
    }
    tasks.add(task);
    return null;
  }

  /** Runs the first tasks, with those that come from them, and says how many there were. */
  public int run(int most) {
    int count = 0;
    while (count < most && !tasks.isEmpty()) {
      tasks.remove().run();
      count++;
    }
    return count;
  }

  public int size() {
    return tasks.size();
  }
}
