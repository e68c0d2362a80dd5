package dev.tidewatch.feed.control.counters;

import dev.tidewatch.feed.entity.Change;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The changes of the last 15 minutes by second and operation. The second is that of MongoDB's wall
 * clock at the change, so changes that are read late count where they happened. If MongoDB's clock
 * is ahead, they count as of now.
 *
 * <p>Thread-safe. Bound: {@link #SECONDS} counts for each kind.
 */
public final class RecentCounts {

  /** How many seconds are kept, the present one included. */
  public static final int SECONDS = 900;

  /** What is counted apart. */
  public enum Kind {
    INSERT,
    UPDATE,
    REPLACE,
    DELETE,
    /** Changes that are not of one document, and what a pipeline makes. */
    OTHER;

    private static Kind of(Change change) {
      return switch (change.operationType()) {
        case "insert" -> INSERT;
        case "update" -> UPDATE;
        case "replace" -> REPLACE;
        case "delete" -> DELETE;
        default -> OTHER;
      };
    }
  }

  /**
   * The counts of {@link #SECONDS} seconds.
   *
   * @param begin the first second
   * @param counts for each kind a count for each second
   */
  public record Window(Instant begin, Map<Kind, int[]> counts) {}

  // rings: a second's counts are at its number modulo SECONDS
  private final Map<Kind, int[]> counts = new EnumMap<>(Kind.class);
  // the latest second of the rings, since 1970
  private long latest = Long.MIN_VALUE;
  // without the lock, because every reply of an idle feed asks for it
  private volatile Instant began;

  RecentCounts() {
    for (Kind kind : Kind.values()) {
      counts.put(kind, new int[SECONDS]);
    }
  }

  /** The watch reads from now on; only the first call matters. */
  public synchronized void begin(Instant now) {
    began = began == null ? now : began;
  }

  /** When the watch began to read; null before. */
  public Instant began() {
    return began;
  }

  void add(Change change, Instant now) {
    long present = now.getEpochSecond();
    long second = Math.min(present, change.time().orElse(now).getEpochSecond());
    synchronized (this) {
      moveTo(present);
      if (second > latest - SECONDS) {
        counts.get(Kind.of(change))[place(second)]++;
      }
    }
  }

  /** The counts of the seconds up to now. */
  public synchronized Window until(Instant now) {
    moveTo(now.getEpochSecond());
    long first = latest - SECONDS + 1;
    Map<Kind, int[]> window = new EnumMap<>(Kind.class);
    counts.forEach(
        (kind, ring) -> {
          int[] line = new int[SECONDS];
          for (int i = 0; i < SECONDS; i++) {
            line[i] = ring[place(first + i)];
          }
          window.put(kind, line);
        });
    return new Window(Instant.ofEpochSecond(first), window);
  }

  /** No counts, for who may not know them. */
  public static Window none(Instant now) {
    return new RecentCounts().until(now);
  }

  /** Forgets what is too old; a clock that is set back changes nothing. */
  private void moveTo(long second) {
    if (latest < second - SECONDS) {
      counts.values().forEach(ring -> Arrays.fill(ring, 0));
    } else {
      for (long s = latest + 1; s <= second; s++) {
        int place = place(s);
        counts.values().forEach(ring -> ring[place] = 0);
      }
    }
    latest = Math.max(latest, second);
  }

  private static int place(long second) {
    return (int) Math.floorMod(second, (long) SECONDS);
  }
}
