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
 * Runs calls to the database on threads of their own, so that no request thread waits for it. A
 * hanging database delays only the requests that need it.
 *
 * <p>At most {@value #AT_ONCE} calls run and {@value #WAITING} more wait; further calls are refused
 * immediately. Every call has the same time limit, which includes waiting. Thread-safe.
 *
 * <p>Not a {@code @ManagedExecutorDefinition}, because Payara keeps its threads after an
 * undeployment, and with them every class of the application.
 */
@ApplicationScoped
public class DatabaseBulkhead {

  static final int AT_ONCE = 16;
  static final int WAITING = 240;

  private static final long IDLE_SECONDS = 60;

  /**
   * The time limit of a call. Leaves one of the three seconds in which clients are promised an
   * answer.
   */
  private static final Duration TIME = Duration.ofSeconds(2);

  /** A call to the database; ends by the deadline, or throws. */
  @FunctionalInterface
  public interface Call<T> {

    /** Runs the call. Blocks. */
    T within(Deadline deadline) throws Exception;
  }

  private final AtomicInteger underWay = new AtomicInteger();
  private ExecutorService executor;
  private ScheduledExecutorService scheduler;

  /** For the container: threads come from the server, and idle ones end. */
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

  /** Interrupts running calls, and fails calls that have not begun. */
  @PreDestroy
  void end() {
    executor.shutdownNow().forEach(task -> ((Task) task).drop());
  }

  /**
   * Begins a call. The stage completes with its result or with exactly what it threw, or with
   * TooManyCallsException if it was not begun, for example because the application ends.
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

  /**
   * Admits a call and counts it until its stage completes; fails with TooManyCallsException if
   * full.
   */
  <T> CompletionStage<T> admit(Supplier<CompletionStage<T>> begin) {
    return enter()
        ? begin.get().whenComplete((answer, failure) -> leave())
        : CompletableFuture.failedStage(new TooManyCallsException());
  }

  private void refuse(CompletableFuture<?> answer) {
    leave();
    answer.completeExceptionally(TooManyCallsException.serverStops());
  }

  /** The deadline of a call that begins now. */
  Deadline deadline() {
    return Deadline.in(TIME);
  }

  /** Counts one more call, which must {@link #leave}; false if there are too many. */
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
   * Runs a task on one of these threads.
   *
   * @param dropped runs instead if the application ends first, on this thread or on the thread that
   *     ends it
   */
  void execute(Runnable task, Runnable dropped) {
    Task once = new Task(task, dropped);
    try {
      executor.execute(once);
    } catch (RejectedExecutionException | IllegalStateException e) {
      // a managed thread factory throws IllegalStateException once its server stops
      once.drop();
    }
  }

  /** Runs a task after a time, on a thread that must not block; never if the server stops. */
  void later(Duration time, Runnable task) {
    try {
      scheduler.schedule(task, time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException | IllegalStateException e) {
      // the server is stopping, so no caller is left
    }
  }

  /** A task that is either run or dropped, whichever comes first. */
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

  /** Runs a call. It counts until its answer is sent, on this thread. */
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
