package dev.tidewatch.feed.control.log;

import dev.tidewatch.feed.entity.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The latest entries of one feed, numbered from 0 in the order of their positions, and bounded by
 * count and by bytes: the oldest leave first. What has left this log can be read from MongoDB's
 * oplog.
 *
 * <p>One thread appends; any thread reads. Every method holds the lock only to copy references.
 */
public final class ChangeLog {

  /**
   * Nodes that read the same history are closer together than this; readers bring positions of
   * other nodes.
   */
  private static final int NODES_APART_SECONDS = 10;

  private final int maxEntries;
  private final long maxBytes;
  private final List<LogEntry> ring = new ArrayList<>();
  private long first;
  // written under the lock; read without it, because every delivery reads it
  private volatile long end;
  private long bytes;
  private long changes;
  private Position beginning;
  private Position origin;
  private Position head;

  /** The watch's position before the log began afresh; null if it never did. */
  private Position former;

  /** The number of the entry that it began afresh with. */
  private long again;

  /**
   * An empty log.
   *
   * @param maxEntries the most entries kept, at least 1
   * @param maxBytes the approximate limit of bytes kept; the newest entry always stays
   */
  public ChangeLog(int maxEntries, long maxBytes) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  /** The watch is at this position, and every entry up to it has been appended. */
  public synchronized void advance(Position position) {
    if (head == null) {
      begin(position);
    }
    if (head == null || position.isAfter(head)) {
      head = position;
    }
  }

  /**
   * Appends an entry. An entry that does not lie after all others follows a restore of the
   * database: it begins the log afresh, because entries must be sorted by position.
   */
  public synchronized void append(LogEntry entry) {
    if (head != null && !entry.position().isAfter(head)) {
      while (end > first) {
        dropOldest();
      }
      former = head;
      again = end;
      begin(entry.position());
    }
    if (end - first == maxEntries) {
      dropOldest();
    }
    int slot = slot(end);
    if (slot == ring.size()) {
      ring.add(entry);
    } else {
      ring.set(slot, entry);
    }
    end++;
    changes += entry.isChange() ? 1 : 0;
    if (head == null) {
      begin(entry.position());
    }
    head = entry.position();
    recount(entry);
  }

  /** Updates the count of an entry's bytes, which grow when it is encoded. */
  public void weigh(LogEntry entry) {
    // every delivery calls this, and nearly none has anything new to count
    if (!entry.hasGrown()) {
      return;
    }
    synchronized (this) {
      if (entry.counted() > 0) {
        recount(entry);
      }
    }
  }

  /** The watch's position; null before the stream was first opened. */
  public synchronized Position head() {
    return head;
  }

  /** A consistent snapshot of the watch's position and the number of the next entry. */
  public synchronized Tail tail() {
    return new Tail(head, end);
  }

  /**
   * The end of the log.
   *
   * @param head null before the stream was first opened
   */
  public record Tail(Position head, long end) {}

  /** A consistent snapshot of the watch's position and what it has seen up to there. */
  public synchronized Seen seen() {
    return new Seen(head, first == end ? null : get(end - 1).position(), changes);
  }

  /**
   * What a watch has seen since it began.
   *
   * @param head its position; null before the stream was first opened
   * @param newest the last change or gap; null before the first
   * @param changes the number of changes
   */
  public record Seen(Position head, Position newest, long changes) {}

  /** The watch's position if the next entry has that number, else null. */
  public synchronized Position headAt(long number) {
    return number == end ? head : null;
  }

  /**
   * The position after which the log holds every entry; null before the stream was first opened.
   */
  public synchronized Position origin() {
    return origin;
  }

  /** Where the log began; null before the stream was first opened. */
  public synchronized Position beginning() {
    return beginning;
  }

  /** The number that the next entry will have. */
  public long end() {
    return end;
  }

  /** The number of the oldest entry that has not left the log; {@link #end} if there is none. */
  public synchronized long first() {
    return first;
  }

  /** The number of entries in the log. */
  public synchronized long size() {
    return end - first;
  }

  /** The age of the oldest entry; empty if there is none. */
  public synchronized Optional<Duration> oldestAge() {
    return first == end ? Optional.empty() : Optional.of(get(first).age());
  }

  /** The approximate size of the entries in bytes. */
  public synchronized long bytes() {
    return bytes;
  }

  /**
   * The number of the first entry after a position; {@link #end} if all entries are older. Empty if
   * entries after that position have left the log, or the log has not begun.
   */
  public synchronized OptionalLong after(Position position) {
    if (origin == null || origin.isAfter(position)) {
      return OptionalLong.empty();
    }
    if (isOfFormer(position)) {
      // the reader gets the gap that the log began afresh with
      return again < first ? OptionalLong.empty() : OptionalLong.of(again);
    }
    long low = first;
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (get(middle).position().isAfter(position)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return OptionalLong.of(low);
  }

  /**
   * Whether a position lies after everything that the watch has read; false before the log has
   * begun.
   */
  public synchronized boolean isBefore(Position position) {
    return head != null && position.isAfter(head) && !isOfFormer(position);
  }

  /**
   * Whether a position is from before the log began afresh, and the watch has not reached it since.
   */
  private boolean isOfFormer(Position position) {
    return former != null
        && !position.isAfter(former)
        && position
            .clusterTime()
            .flatMap(time -> head.clusterTime().map(now -> time.getTime() - now.getTime()))
            .filter(seconds -> seconds > NODES_APART_SECONDS)
            .isPresent();
  }

  /** The entry of that number; null if it was not appended yet or has left the log. */
  public synchronized LogEntry at(long number) {
    return number < first || number >= end ? null : get(number);
  }

  /** Whether the entry of that number has left the log. */
  public synchronized boolean hasLeft(long number) {
    return number < first;
  }

  private void begin(Position position) {
    beginning = position;
    origin = position;
  }

  private void recount(LogEntry entry) {
    // before weighing, so that what is encoded meanwhile is weighed again
    entry.settle();
    long weight = entry.weight();
    bytes += weight - entry.counted();
    entry.count(weight);
    while (bytes > maxBytes && end - first > 1) {
      dropOldest();
    }
  }

  private void dropOldest() {
    LogEntry oldest = ring.set(slot(first), null);
    first++;
    bytes -= oldest.counted();
    oldest.count(0);
    origin = oldest.position();
  }

  private LogEntry get(long number) {
    return ring.get(slot(number));
  }

  private int slot(long number) {
    return (int) (number % maxEntries);
  }
}
