package dev.tidewatch.feed.boundary.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs tasks on another executor, one at a time and in their order. Once that executor has stopped,
 * it runs them on the calling thread, so that none is forgotten. Thread-safe.
 */
final class SerialExecutor implements Executor {

  private final Executor executor;
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

  SerialExecutor(Executor executor) {
    this.executor = executor;
  }

  @Override
  public synchronized void execute(Runnable task) {
    // also after one that has failed
    last = last.handleAsync((done, failure) -> run(task), this::orHere);
  }

  private static Void run(Runnable task) {
    task.run();
    return null;
  }

  private void orHere(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException | IllegalStateException e) {
      // the server is stopping; a managed executor throws IllegalStateException
      task.run();
    }
  }
}
