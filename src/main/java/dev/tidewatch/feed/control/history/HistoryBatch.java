package dev.tidewatch.feed.control.history;

import dev.tidewatch.feed.control.batch.Batch;
import dev.tidewatch.feed.control.batch.BatchCache;
import dev.tidewatch.feed.control.batch.SeenEntries;
import dev.tidewatch.feed.control.batch.Voids;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Consecutive entries that were read from MongoDB, and the messages made of them. Each message is
 * composed once for all readers that read the batch from its beginning.
 *
 * <p>The entries are immutable. Only the dispatcher's thread calls {@link #part}; any thread may
 * call {@link #weight}.
 */
public final class HistoryBatch implements HistoryReader.Outcome {

  private final Position from;
  private final List<LogEntry> entries;
  private final Position reached;
  private final Map<BatchCache, Map<Integer, Part>> parts = new HashMap<>();
  private volatile long composed;

  /**
   * A message.
   *
   * @param message null if a view shows none of its entries
   * @param next the index of the entry that comes after its last
   * @param shown what a reader may be told of its last entry's position
   * @param gaps the gaps without an image
   * @param voids whether it makes void what its readers have
   */
  public record Part(
      OutboundMessage message, int next, Position shown, Batch.Gaps gaps, Voids voids) {}

  /**
   * A batch.
   *
   * @param from every entry after this position is in the batch, up to {@code reached}
   * @param reached where the batch ends, which may lie behind its last entry
   */
  HistoryBatch(Position from, List<LogEntry> entries, Position reached) {
    this.from = from;
    this.entries = List.copyOf(entries);
    this.reached = reached;
  }

  Position from() {
    return from;
  }

  public List<LogEntry> entries() {
    return entries;
  }

  public Position reached() {
    return reached;
  }

  /** Whether the batch holds what follows a position. */
  boolean holds(Position position) {
    return !from.isAfter(position) && reached.isAfter(position);
  }

  /** The index of the first entry after a position. */
  public int indexAfter(Position position) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).position().isAfter(position)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Its approximate size in memory, in bytes. */
  long weight() {
    return composed + entries.stream().mapToLong(LogEntry::weight).sum();
  }

  /**
   * The message that begins with an entry; null if the entry is still being encoded.
   *
   * @param inGap whether the reader was sent a gap without an image and has seen nothing since
   */
  public Part part(BatchCache batches, int first, boolean inGap) {
    Map<Integer, Part> known = parts.computeIfAbsent(batches, b -> new HashMap<>());
    int key = inGap ? -1 - first : first;
    Part part = known.get(key);
    if (part == null) {
      part = batches.hasView() ? composeSeen(batches, first, inGap) : compose(batches, first);
      boolean shared = first == 0 || known.values().stream().anyMatch(p -> p.next() == first);
      if (part != null && shared) {
        known.put(key, part);
        composed += part.message() == null ? 0 : part.message().size();
      }
    }
    return part;
  }

  private Part composeSeen(BatchCache batches, int first, boolean inGap) {
    SeenEntries seen = new SeenEntries(batches, inGap);
    int next = first;
    int end = Math.min(entries.size(), first + BatchCache.MAX_ENTRIES);
    while (next < end && seen.add(entries.get(next))) {
      next++;
    }
    return next == first
        ? null
        : new Part(seen.message(), next, seen.shown(), seen.gaps(), seen.voids());
  }

  private Part compose(BatchCache batches, int first) {
    List<LogEntry> together = new ArrayList<>();
    int bytes = 0;
    for (int i = first; i < entries.size(); i++) {
      LogEntry entry = entries.get(i);
      if (!batches.isEncoded(entry)) {
        break;
      }
      bytes += batches.format().sizeOf(entry);
      if (!together.isEmpty() && !batches.fits(together, entry, bytes)) {
        break;
      }
      together.add(entry);
    }
    if (together.isEmpty()) {
      return null;
    }
    Position end = together.get(together.size() - 1).position();
    return new Part(
        batches.format().join(together),
        first + together.size(),
        end,
        Batch.Gaps.NONE,
        new Voids(together));
  }
}
