package dev.tidewatch.feed.control;

import java.util.ArrayList;
import java.util.List;

/**
 * The log in one format, a batch at a time. Readers that stand at the same place get the same
 * batch: it is composed once.
 *
 * <p>Owned by the courier's thread. Bound: one batch is kept.
 */
final class Batches {

  /** The most entries in a batch. */
  static final int MAX_ENTRIES = 256;

  /** The most bytes in a batch that has more than one entry. */
  static final int MAX_BYTES = 256 * 1024;

  private final ChangeLog log;
  private final Format format;
  private Batch last;
  private List<LogEntry> entries = List.of();

  Batches(ChangeLog log, Format format) {
    this.log = log;
    this.format = format;
  }

  Format format() {
    return format;
  }

  /** The entries from that number on; null if there is none. */
  Batch from(long number) {
    Batch batch = last;
    if (batch == null || batch.first() != number) {
      batch = compose(number);
      last = batch == null ? last : batch;
    }
    return batch;
  }

  /** Lets go of the batch, which may hold entries that have left the log. */
  void forget() {
    weigh();
    last = null;
    entries = List.of();
  }

  /** What was sent by now is encoded by now, which the log has to count. */
  private void weigh() {
    entries.forEach(log::weigh);
  }

  private Batch compose(long first) {
    weigh();
    entries = new ArrayList<>();
    long next = first;
    int bytes = 0;
    for (LogEntry entry = log.at(next); entry != null; entry = log.at(next)) {
      bytes += format.sizeOf(entry);
      if (!entries.isEmpty() && !fits(entries, entry, bytes)) {
        break;
      }
      entries.add(entry);
      next++;
    }
    return entries.isEmpty()
        ? null
        : new Batch(format.join(entries), first, next, entries.get(entries.size() - 1).position());
  }

  /** Whether an entry may be in one message with those before it. */
  boolean fits(List<LogEntry> entries, LogEntry entry, int bytes) {
    return entries.size() < MAX_ENTRIES
        && bytes <= MAX_BYTES
        && format.mayFollow(entries.get(entries.size() - 1), entry);
  }
}
