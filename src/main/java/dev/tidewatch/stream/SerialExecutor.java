package dev.tidewatch.stream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs the work on one source in turns on an executor: one turn at a time, each a task of its own,
 * so that no thread waits for another and a few threads do for many streams. What a turn writes the
 * next one sees, whichever thread has it.
 *
 * <p>The owning thread is the one that has the turn; {@link #signal} and {@link #close} may be
 * called from any. At most one task of turns is with the executor. It stops when a turn finds
 * nothing to do; what ends the waiting inside a turn is {@link #close}.
 */
final class SerialExecutor {

  private static final int IDLE = 0;
  private static final int BUSY = 1;
  // signalled while busy: the turn may have missed what the signal was for
  private static final int AGAIN = 2;

  private final ChangeSource source;
  private final Executor executor;
  private final BooleanSupplier turn;
  private final Consumer<Throwable> refused;
  private final AtomicInteger state = new AtomicInteger(IDLE);
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /**
   * Starts nothing.
   *
   * @param turn uses the source and says whether another turn is wanted at once; throws nothing
   * @param refused is called instead of a turn when the executor does not take one, with what it
   *     threw; throws nothing
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

  /** There is something to do: a turn will begin after this. */
  void signal() {
    if (state.getAndUpdate(now -> now == IDLE ? BUSY : AGAIN) == IDLE && submit()) {
      run();
    }
  }

  /**
   * Closes the source beside a turn that is under way. The executor does it; where that refuses,
   * the calling thread, for at most the second that a close takes.
   *
   * @return is complete once that is done; the same at each call
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
        // what the turn opened while it was being closed
        source.close();
      }
      if (!more && state.compareAndSet(BUSY, IDLE)) {
        return;
      }
    } while (submit());
  }

  /** Returns true if the executor runs tasks in the calling thread, which has to run them then. */
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

  /** Does not run inside {@code execute}: turns that follow each other must not nest. */
  private final class Task implements Runnable {

    private final Thread submitter = Thread.currentThread();
    // both are the submitter's alone
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
