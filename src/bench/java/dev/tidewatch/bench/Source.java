package dev.tidewatch.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Where changes come from. */
abstract class Source implements AutoCloseable {

  /** The most that are made at once. */
  private static final int MOST = 500;

  private static final long PAUSE_MILLIS = 2;

  /**
   * Makes changes and returns when the last one is made.
   *
   * @param first the number of the first
   * @param perSecond how many a second; 0 is as fast as they are taken
   */
  final void make(int first, int count, int perSecond) throws Exception {
    long began = System.nanoTime();
    int done = 0;
    while (done < count) {
      double seconds = (System.nanoTime() - began) / 1e9;
      int due = perSecond == 0 ? count : Math.min(count, (int) (seconds * perSecond) + 1);
      if (due > done) {
        int some = Math.min(MOST, due - done);
        make(first + done, some);
        done += some;
      } else {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  /** Makes some at once, and returns when they are made. */
  abstract void make(int first, int count) throws Exception;

  @Override
  public abstract void close() throws IOException;
}
