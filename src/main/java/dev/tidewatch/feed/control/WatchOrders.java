package dev.tidewatch.feed.control;

import java.util.concurrent.TimeUnit;

/** What a watch has been told: to go on, to pause, or to end, which is for good. Any thread. */
final class WatchOrders {

  private enum Order {
    GO_ON,
    PAUSE,
    END
  }

  private Order order = Order.GO_ON;

  synchronized void pause() {
    give(Order.PAUSE);
  }

  synchronized void goOn() {
    give(Order.GO_ON);
  }

  synchronized void end() {
    give(Order.END);
  }

  synchronized boolean isToGoOn() {
    return order == Order.GO_ON;
  }

  synchronized boolean isToPause() {
    return order == Order.PAUSE;
  }

  synchronized boolean isToEnd() {
    return order == Order.END;
  }

  /** Waits so long, or until there is another order than to go on. */
  synchronized void waitFor(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; order == Order.GO_ON && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Waits for as long as the order is to pause. */
  synchronized void waitWhilePaused() throws InterruptedException {
    while (order == Order.PAUSE) {
      wait();
    }
  }

  private void give(Order latest) {
    if (order != Order.END) {
      order = latest;
      notifyAll();
    }
  }
}
