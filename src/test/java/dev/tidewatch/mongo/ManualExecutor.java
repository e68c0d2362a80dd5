package dev.tidewatch.mongo;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Keeps what it is to execute, until the test does. */
final class ManualExecutor extends AbstractExecutorService {

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean stopped;

  @Override
  public void execute(Runnable task) {
    if (stopped) {
      throw new RejectedExecutionException();
    }
    tasks.add(task);
  }

  int size() {
    return tasks.size();
  }

  void runFirst() {
    tasks.remove().run();
  }

  /** Also those that come from them. */
  void runAll() {
    while (!tasks.isEmpty()) {
      runFirst();
    }
  }

  @Override
  public void shutdown() {
    stopped = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    List<Runnable> left = List.copyOf(tasks);
    tasks.clear();
    return left;
  }

  @Override
  public boolean isShutdown() {
    return stopped;
  }

  @Override
  public boolean isTerminated() {
    return stopped && tasks.isEmpty();
  }

  @Override
  public boolean awaitTermination(long time, TimeUnit unit) {
    return isTerminated();
  }
}
