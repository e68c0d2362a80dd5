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
import java.util.concurrent.atomic.AtomicInteger;

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
public class MongoCalls {

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
            task -> named(threads.newThread(task)));
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

  private static Thread named(Thread thread) {
    thread.setName("tidewatch call of MongoDB");
    return thread;
  }

  /** Calls that run are interrupted: who waited for them has gone. */
  @PreDestroy
  void end() {
    executor.shutdownNow();
  }

  /**
   * Begins a call. The stage ends with its result or with exactly what it threw; with
   * TooManyCallsException if it was not begun.
   */
  public <T> CompletionStage<T> begin(Call<T> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Deadline deadline = deadline();
    if (!enter()) {
      answer.completeExceptionally(new TooManyCallsException());
    } else if (!execute(() -> run(call, deadline, answer))) {
      leave();
      answer.completeExceptionally(new TooManyCallsException());
    }
    return answer;
  }

  /** Until when a call that begins now must have ended. */
  Deadline deadline() {
    return Deadline.in(TIME);
  }

  /** Counts one more, who is to {@link #leave}; false if that would be too many. */
  boolean enter() {
    if (underWay.incrementAndGet() > AT_ONCE + WAITING) {
      underWay.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    underWay.decrementAndGet();
  }

  /** Does it on a thread of these calls; false if the server stops. */
  boolean execute(Runnable task) {
    try {
      executor.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
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
