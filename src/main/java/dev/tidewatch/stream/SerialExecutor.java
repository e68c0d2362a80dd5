package dev.tidewatch.stream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs the work on one source in turns on an executor: one turn at a time, each as its own task, so
 * that no thread waits for another and a few threads serve many streams. What a turn writes is
 * visible to the next, on whichever thread it runs.
 *
 * <p>Owned by the thread that has the turn; {@link #signal} and {@link #close} may be called from
 * any thread. Bound: one task in the executor at a time. Turns stop when one finds nothing to do;
 * {@link #close} ends a turn that blocks.
 */
final class SerialExecutor {

  private static final int IDLE = 0;
  private static final int BUSY = 1;
  // signalled while busy: the turn may have missed the cause of the signal
  private static final int AGAIN = 2;

  private final ChangeSource source;
  private final Executor executor;
  private final BooleanSupplier turn;
  private final Consumer<Throwable> refused;
  private final AtomicInteger state = new AtomicInteger(IDLE);
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /**
   * Starts no turn yet.
   *
   * @param turn uses the source and returns whether another turn is needed immediately; throws
   *     nothing
   * @param refused is called instead of a turn if the executor rejects one, with the exception;
   *     throws nothing
   */
  SerialExecutor(
      ChangeSource source, Executor executor, BooleanSupplier turn, Consumer<Throwable> refused) {
    this.source = source;
    this.executor = executor;
    this.turn = turn;
    this.refused = refused;
  }

  /** Keeps turns from starting until {@link #release}; before the first signal. */
  void hold() {
    state.set(BUSY);
  }

  /** Ends {@link #hold}: starts the turn that was signalled meanwhile, if any. */
  void release() {
    if (!state.compareAndSet(BUSY, IDLE) && submit()) {
      run();
    }
  }

  /** There is work: a turn will begin after this. */
  void signal() {
    if (state.getAndUpdate(now -> now == IDLE ? BUSY : AGAIN) == IDLE && submit()) {
      run();
    }
  }

  /**
   * Closes the source, concurrently with a turn. The executor does it; if it rejects the task, the
   * calling thread does, which takes at most a second.
   *
   * @return completes once the source is closed; the same for each call
   */
  CompletableFuture<Void> close() {
    if (closing.compareAndSet(false, true)) {
      try {
        executor.execute(this::closeSource);
      } catch (RuntimeException | Error e) {
        closeSource();
      }
    }
    return closed;
  }

  private void closeSource() {
    source.close();
    closed.complete(null);
  }

  private void run() {
    do {
      state.set(BUSY);
      boolean more = turn.getAsBoolean();
      if (closing.get()) {
        // closes what the turn opened during the close
        source.close();
      }
      if (!more && state.compareAndSet(BUSY, IDLE)) {
        return;
      }
    } while (submit());
  }

  /**
   * Submits a turn. Returns true if the executor runs tasks in the calling thread, which then has
   * to run them.
   */
  private boolean submit() {
    while (true) {
      state.set(BUSY);
      Task task = new Task();
      try {
        executor.execute(task);
        task.submitting = false;
        return task.inPlace;
      } catch (RuntimeException | Error e) {
        refused.accept(e);
      }
      if (state.compareAndSet(BUSY, IDLE)) {
        return false;
      }
    }
  }

  /** Does not run inside {@code execute}, because consecutive turns must not nest. */
  private final class Task implements Runnable {

    private final Thread submitter = Thread.currentThread();
    // both are used by the submitting thread only
    private boolean submitting = true;
    private boolean inPlace;

    @Override
    public void run() {
      if (Thread.currentThread() == submitter && submitting) {
        inPlace = true;
      } else {
        SerialExecutor.this.run();
      }
    }
  }
}
