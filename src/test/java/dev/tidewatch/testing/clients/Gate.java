package dev.tidewatch.testing.clients;

/** Lets threads pass, or holds them while it is shut. Any thread. */
public final class Gate {

  private boolean shut;

  public synchronized void shut() {
    shut = true;
  }

  public synchronized void open() {
    shut = false;
    notifyAll();
  }

  /** Returns when it is open. */
  public synchronized void pass() throws InterruptedException {
    while (shut) {
      wait();
    }
  }
}
