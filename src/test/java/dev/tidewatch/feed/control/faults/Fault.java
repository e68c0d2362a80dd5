package dev.tidewatch.feed.control.faults;

import java.time.Duration;
import java.util.Locale;

/**
 * One thing that goes wrong.
 *
 * @param member whom it hits, if its kind does not say
 * @param length how long it takes until it is mended
 */
record Fault(Kind kind, int member, Duration length) {

  /** What goes wrong. */
  enum Kind {
    KILL_MEMBER("kill member", 1_000, 4_000),
    KILL_PRIMARY("kill the primary", 1_000, 4_000),
    PAUSE_PRIMARY("stop the primary in its tracks", 1_000, 12_000),
    STEP_DOWN("step the primary down", 0, 0),
    CUT("cut the watcher's connections", 0, 0),
    // longer than the driver waits for a server, so that the watch must open its stream anew
    REFUSE("cut the watcher's connections and refuse others", 3_000, 8_000),
    STALL("stall the watcher's connections", 1_000, 12_000),
    DROP("drop the collection", 0, 0);

    private final String text;
    private final int leastMillis;
    private final int mostMillis;

    Kind(String text, int leastMillis, int mostMillis) {
      this.text = text;
      this.leastMillis = leastMillis;
      this.mostMillis = mostMillis;
    }

    /** The shortest that it is left unmended. */
    int leastMillis() {
      return leastMillis;
    }

    /** The longest that it is left unmended; 0 for what needs no mending. */
    int mostMillis() {
      return mostMillis;
    }
  }

  @Override
  public String toString() {
    String whom = kind == Kind.KILL_MEMBER ? " " + member : "";
    String howLong =
        kind.mostMillis() == 0
            ? ""
            : String.format(Locale.ROOT, " for %.1f s", length.toMillis() / 1000.0);
    return kind.text + whom + howLong;
  }
}
