package dev.tidewatch.development.oplog;

/**
 * How much history is kept; what goes beyond either is dropped, oldest first. The newest entry
 * stays whatever its size.
 *
 * @param entries greatest number of entries
 * @param bytes greatest sum of the entries' lengths in BSON
 */
public record OplogLimits(int entries, long bytes) {

  /** Enough for a day of development: 100,000 entries, 64 MiB. */
  public static final OplogLimits DEFAULT = new OplogLimits(100_000, 64L << 20);

  public OplogLimits {
    if (entries < 1 || bytes < 1) {
      throw new IllegalArgumentException("an oplog keeps at least one entry and one byte");
    }
  }
}
