package dev.tidewatch.feed.control.watch;

import java.util.concurrent.TimeUnit;

/** Whether a watch is running, paused or stopped; stopped is final. Thread-safe. */
final class RunState {

  private enum State {
    RUNNING,
    PAUSED,
    STOPPED
  }

  private State state = State.RUNNING;

  synchronized void pause() {
    set(State.PAUSED);
  }

  synchronized void resume() {
    set(State.RUNNING);
  }

  synchronized void stop() {
    set(State.STOPPED);
  }

  synchronized boolean isRunning() {
    return state == State.RUNNING;
  }

  synchronized boolean isPaused() {
    return state == State.PAUSED;
  }

  synchronized boolean isStopped() {
    return state == State.STOPPED;
  }

  /** Waits for a time, or until the state is no longer running. */
  synchronized void waitFor(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; state == State.RUNNING && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Waits while the state is paused. */
  synchronized void waitWhilePaused() throws InterruptedException {
    while (state == State.PAUSED) {
      wait();
    }
  }

  private void set(State latest) {
    if (state != State.STOPPED) {
      state = latest;
      notifyAll();
    }
  }
}
