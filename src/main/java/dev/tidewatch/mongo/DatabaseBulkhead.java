package dev.tidewatch.mongo;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs calls to the database on threads of their own, so that no request's thread waits for it: a
 * database that hangs holds up those who ask for what is in it, and nobody else.
 *
 * <p>At most {@value #AT_ONCE} calls run and {@value #WAITING} more wait; the next is refused at
 * once. Every call has the same time, in which it may also have to wait for its turn. Any thread.
 *
 * <p>Not a {@code @ManagedExecutorDefinition}: Payara keeps the threads of one when its application
 * is undeployed, and with them every class of it.
 */
@ApplicationScoped
public class DatabaseBulkhead {

  static final int AT_ONCE = 16;
  static final int WAITING = 240;

  private static final long IDLE_SECONDS = 60;

  /** Leaves one second of the three in which clients are promised an answer. */
  private static final Duration TIME = Duration.ofSeconds(2);

  /** What is asked of the database; runs within the deadline, or throws. */
  @FunctionalInterface
  public interface Call<T> {

    /** Asks, and waits for the answer. */
    T within(Deadline deadline) throws Exception;
  }

  private final AtomicInteger underWay = new AtomicInteger();
  private ExecutorService executor;
  private ScheduledExecutorService scheduler;

  /** For the container: the threads are the server's, and idle ones end. */
  @Resource
  void setThreads(ManagedThreadFactory threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> thread(threads, task));
    pool.allowCoreThreadTimeOut(true);
    setExecutor(pool);
  }

  void setExecutor(ExecutorService service) {
    executor = service;
  }

  /** For the container. */
  @Resource
  void setScheduler(ManagedScheduledExecutorService service) {
    scheduler = service;
  }

  private static Thread thread(ManagedThreadFactory threads, Runnable task) {
    Thread thread = threads.newThread(task);
    if (thread == null) {
      throw new RejectedExecutionException("the server stops");
    }
    thread.setName("tidewatch call of MongoDB");
    return thread;
  }

  /** Interrupts the calls that run, and answers those that have not begun. */
  @PreDestroy
  void end() {
    executor.shutdownNow().forEach(task -> ((Task) task).drop());
  }

  /**
   * Begins a call. The stage ends with its result or with exactly what it threw; with
   * TooManyCallsException if it was not begun, also because the application ends.
   */
  public <T> CompletionStage<T> begin(Call<T> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Deadline deadline = deadline();
    if (enter()) {
      execute(() -> run(call, deadline, answer), () -> refuse(answer));
    } else {
      answer.completeExceptionally(new TooManyCallsException());
    }
    return answer;
  }

  /** Counts what is begun here until its stage ends; fails with TooManyCallsException if full. */
  <T> CompletionStage<T> admit(Supplier<CompletionStage<T>> begin) {
    return enter()
        ? begin.get().whenComplete((answer, failure) -> leave())
        : CompletableFuture.failedStage(new TooManyCallsException());
  }

  private void refuse(CompletableFuture<?> answer) {
    leave();
    answer.completeExceptionally(TooManyCallsException.serverStops());
  }

  /** Until when a call that begins now must have ended. */
  Deadline deadline() {
    return Deadline.in(TIME);
  }

  /** Counts one more, who is to {@link #leave}; false if that would be too many. */
  private boolean enter() {
    if (underWay.incrementAndGet() > AT_ONCE + WAITING) {
      underWay.decrementAndGet();
      return false;
    }
    return true;
  }

  private void leave() {
    underWay.decrementAndGet();
  }

  /**
   * Runs a task on a thread of these calls.
   *
   * @param dropped runs instead if the application ends first; on this thread or on the one that
   *     ends it
   */
  void execute(Runnable task, Runnable dropped) {
    Task once = new Task(task, dropped);
    try {
      executor.execute(once);
    } catch (RejectedExecutionException | IllegalStateException e) {
      // a managed thread factory throws the latter once its server stops
      once.drop();
    }
  }

  /** Does it then, on a thread that must not wait; not at all if the server stops. */
  void later(Duration time, Runnable task) {
    try {
      scheduler.schedule(task, time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException | IllegalStateException e) {
      // nobody is left for whom it would be done
    }
  }

  /** Is run or dropped, whichever is asked for first. */
  private static final class Task implements Runnable {

    private final Runnable task;
    private final Runnable dropped;
    private final AtomicBoolean decided = new AtomicBoolean();

    Task(Runnable task, Runnable dropped) {
      this.task = task;
      this.dropped = dropped;
    }

    @Override
    public void run() {
      if (decided.compareAndSet(false, true)) {
        task.run();
      }
    }

    void drop() {
      if (decided.compareAndSet(false, true)) {
        dropped.run();
      }
    }
  }

  /** Counts until the answer is sent, which is done on this thread. */
  private <T> void run(Call<T> call, Deadline deadline, CompletableFuture<T> answer) {
    try {
      answer.complete(call.within(deadline));
    } catch (Throwable e) {
      answer.completeExceptionally(e);
    } finally {
      leave();
    }
  }
}
