package dev.tidewatch.development.oplog;

import java.time.Clock;
import java.time.Instant;

/**
 * Hands out cluster times: seconds since 1970 in the upper half, a counter in the lower. They only
 * ever grow, whatever the wall clock does. Owned by the database's one thread.
 */
public final class OplogClock {

  private static final int COUNTER_BITS = 32;

  private final Clock clock;
  private long last;
  private boolean lastIsTaken;

  public OplogClock(Clock clock) {
    this.clock = clock;
    mark();
  }

  /** The time of a new entry. */
  long next() {
    catchUp();
    last++;
    lastIsTaken = true;
    return last;
  }

  /** A time that stands after every entry so far and not after any to come. */
  long mark() {
    catchUp();
    if (lastIsTaken) {
      last++;
      lastIsTaken = false;
    }
    return last;
  }

  /** A time of every entry so far and of none to come; the marks to come stand after it. */
  long moment() {
    catchUp();
    lastIsTaken = true;
    return last;
  }

  /** The newest time handed out: what replies call operationTime. */
  long now() {
    return last;
  }

  Instant wallTime() {
    return clock.instant();
  }

  private void catchUp() {
    long seconds = clock.instant().getEpochSecond() << COUNTER_BITS;
    if (seconds > last) {
      last = seconds;
      lastIsTaken = false;
    }
  }
}
