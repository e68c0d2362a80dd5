package dev.tidewatch.feed.control.batch;

import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.view.Seen;
import dev.tidewatch.feed.entity.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The log in one format, and as one view shows it, a batch at a time. Readers at the same position
 * get the same batch, which is composed once. Batches end where entry numbers are multiples of
 * {@link #MAX_ENTRIES}, so that readers that have diverged meet again at batch boundaries.
 *
 * <p>Owned by the dispatcher's thread. Bound: {@link #KEPT} batches and {@link #KEPT_BYTES}; the
 * newest batch alone may exceed the latter.
 */
public final class BatchCache {

  /** The most entries in a batch. */
  public static final int MAX_ENTRIES = 256;

  /** Batches that are kept for the next reader, until {@link #clear}. */
  static final int KEPT = 64;

  /** The most bytes in kept batches. */
  static final int KEPT_BYTES = 4 << 20;

  private final ChangeLog log;
  private final WireFormat format;
  private final LargeEntryEncoder large;
  // null if all is seen
  private final ViewCache view;
  private final Deque<Batch> kept = new ArrayDeque<>(KEPT);
  private long keptBytes;
  private final List<LogEntry> unweighed = new ArrayList<>();

  /** For readers that see everything. */
  public BatchCache(ChangeLog log, WireFormat format, LargeEntryEncoder large) {
    this(log, format, large, null);
  }

  /** For readers of a view. */
  public BatchCache(ChangeLog log, WireFormat format, LargeEntryEncoder large, ViewCache view) {
    this.log = log;
    this.format = format;
    this.large = large;
    this.view = view;
  }

  public WireFormat format() {
    return format;
  }

  /**
   * The batch that starts at that entry; null if there is no such entry yet, or if it is still
   * being encoded.
   */
  public Batch from(long number) {
    return from(number, false, Long.MAX_VALUE);
  }

  /**
   * As above.
   *
   * @param inGap whether the reader was sent a gap without an image and has seen nothing since
   * @param end where looking at entries is to end; a batch that is kept may be longer
   */
  public Batch from(long number, boolean inGap, long end) {
    for (Batch batch : kept) {
      if (batch.first() == number && batch.gaps().before() == inGap) {
        return batch;
      }
    }
    weigh();
    Batch batch = view == null ? compose(number) : composeSeen(number, inGap, end);
    if (batch != null) {
      keep(batch);
    }
    return batch;
  }

  private void keep(Batch batch) {
    kept.addFirst(batch);
    keptBytes += batch.bytes();
    long most = view == null ? KEPT_BYTES : view.maxBytes();
    while (kept.size() > KEPT || keptBytes > most && kept.size() > 1) {
      keptBytes -= kept.removeLast().bytes();
    }
  }

  /** Drops the batches, which may hold entries that have left the log. */
  public void clear() {
    weigh();
    kept.clear();
    keptBytes = 0;
  }

  /** Updates the log's byte count: the entries of a sent batch have been encoded since. */
  private void weigh() {
    unweighed.forEach(log::weigh);
    unweighed.clear();
  }

  private Batch compose(long first) {
    List<LogEntry> entries = new ArrayList<>();
    long next = first;
    int bytes = 0;
    for (LogEntry entry = log.at(next); entry != null; entry = log.at(next)) {
      if (!isEncoded(entry)) {
        break;
      }
      bytes += format.sizeOf(entry);
      if (!entries.isEmpty() && !fits(entries, entry, bytes)) {
        break;
      }
      entries.add(entry);
      next++;
      if (next % MAX_ENTRIES == 0) {
        break;
      }
    }
    unweighed.addAll(entries);
    if (entries.isEmpty()) {
      return null;
    }
    Position end = entries.get(entries.size() - 1).position();
    return new Batch(
        format.join(entries), bytes, first, next, end, end, Batch.Gaps.NONE, new Voids(entries));
  }

  private Batch composeSeen(long first, boolean inGap, long end) {
    SeenEntries seen = new SeenEntries(this, inGap);
    long next = first;
    for (LogEntry entry = log.at(next); entry != null && seen.add(entry); entry = log.at(next)) {
      next++;
      if (next % MAX_ENTRIES == 0 || next == end) {
        break;
      }
    }
    unweighed.addAll(seen.entries());
    return next == first
        ? null
        : new Batch(
            seen.message(),
            seen.bytes(),
            first,
            next,
            seen.own(),
            seen.shown(),
            seen.gaps(),
            seen.voids());
  }

  /** Whether it is for readers of a view. */
  public boolean hasView() {
    return view != null;
  }

  /** What the readers' view shows of an entry; null as long as that is being found out. */
  public Seen see(LogEntry entry) {
    return view.see(entry);
  }

  /** Whether an entry can be sent without delay. If not, its encoding is scheduled. */
  public boolean isEncoded(LogEntry entry) {
    return large.isEncoded(format, entry);
  }

  /** Whether an entry may join one message with the entries before it. */
  public boolean fits(List<LogEntry> entries, LogEntry entry, int bytes) {
    return entries.size() < MAX_ENTRIES
        && bytes + format.sizeAround(entry) <= format.maxBytes()
        && format.mayFollow(entries.get(entries.size() - 1), entry);
  }
}
