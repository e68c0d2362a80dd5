package dev.tidewatch.feed.control.source;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Counts how often a watch opens its stream, to hold it to one attempt a second; the one right
 * after an invalidate is free, for the server is well and others wait.
 *
 * <p>Any thread.
 */
public final class StreamAttempts {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier clock;
  private final List<String> tooSoon = new ArrayList<>();
  private int count;
  private long last;
  private boolean invalidated;

  public StreamAttempts() {
    this(System::nanoTime);
  }

  StreamAttempts(LongSupplier clock) {
    this.clock = clock;
  }

  /** The stream is being opened. */
  public synchronized void attempt() {
    long now = clock.getAsLong();
    if (count > 0 && now - last < SECOND && !invalidated) {
      tooSoon.add(
          "attempt %d came %d ms after the one before it"
              .formatted(count + 1, TimeUnit.NANOSECONDS.toMillis(now - last)));
    }
    count++;
    last = now;
    invalidated = false;
  }

  /** The watch announced a change of that type. */
  public synchronized void announced(String operationType) {
    invalidated = operationType.equals("invalidate");
  }

  public synchronized int count() {
    return count;
  }

  /** A sentence for each attempt that came within a second of another. */
  public synchronized List<String> tooSoon() {
    return List.copyOf(tooSoon);
  }
}
