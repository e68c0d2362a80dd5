package dev.tidewatch.testing;

/** Lets threads pass, or holds them while it is shut. Any thread. */
final class Gate {

  private boolean shut;

  synchronized void shut() {
    shut = true;
  }

  synchronized void open() {
    shut = false;
    notifyAll();
  }

  /** Returns when it is open. */
  synchronized void pass() throws InterruptedException {
    while (shut) {
      wait();
    }
  }
}
