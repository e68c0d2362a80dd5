package dev.tidewatch.feed.control.log;

import dev.tidewatch.feed.entity.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The latest entries of one feed, numbered from 0 in the order of their positions, and bounded by
 * count and by bytes: the oldest leave first. MongoDB's oplog is the long log; whoever needs what
 * has left this one reads it there.
 *
 * <p>One thread appends; any number read. Every method takes the lock only to copy references.
 */
public final class ChangeLog {

  /**
   * Nodes that read the same history are closer together; readers bring positions of other nodes.
   */
  private static final int NODES_APART_SECONDS = 10;

  private final int maxEntries;
  private final long maxBytes;
  private final List<LogEntry> ring = new ArrayList<>();
  private long first;
  // written under the lock; read without it, for every delivery asks
  private volatile long end;
  private long bytes;
  private long changes;
  private Position beginning;
  private Position origin;
  private Position head;

  /** Where the watch stood before the log began afresh; null if it never did. */
  private Position former;

  /** The number of the entry that it began afresh with. */
  private long again;

  /**
   * An empty log.
   *
   * @param maxEntries the most entries kept, at least 1
   * @param maxBytes about the most bytes kept; the newest entry always stays
   */
  public ChangeLog(int maxEntries, long maxBytes) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  /** The watch stands at this position; every entry up to it has been appended. */
  public synchronized void advance(Position position) {
    if (head == null) {
      begin(position);
    }
    if (head == null || position.isAfter(head)) {
      head = position;
    }
  }

  /**
   * Appends an entry, which lies after every other. One that does not comes after a restore of the
   * database: it begins the log afresh, because positions could not be found in it otherwise.
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

  /** An entry that was read here may have been encoded since: counts what it holds now. */
  public void weigh(LogEntry entry) {
    // every delivery comes here, and nearly none has anything new to count
    if (!entry.hasGrown()) {
      return;
    }
    synchronized (this) {
      if (entry.counted() > 0) {
        recount(entry);
      }
    }
  }

  /** Where the watch stands; null before the stream was first opened. */
  public synchronized Position head() {
    return head;
  }

  /** Where the watch stands and the number that the next entry will have, of one moment. */
  public synchronized Tail tail() {
    return new Tail(head, end);
  }

  /**
   * The end of the log.
   *
   * @param head null before the stream was first opened
   */
  public record Tail(Position head, long end) {}

  /** Where the watch stands and what it has seen by there, of one moment. */
  public synchronized Seen seen() {
    return new Seen(head, first == end ? null : get(end - 1).position(), changes);
  }

  /**
   * What a watch has seen since it began.
   *
   * @param head where it stands; null before the stream was first opened
   * @param newest the last change or gap; null before the first
   * @param changes how many
   */
  public record Seen(Position head, Position newest, long changes) {}

  /** Where the watch stands, if every entry before that number is all there is; else null. */
  public synchronized Position headAt(long number) {
    return number == end ? head : null;
  }

  /** The log has every entry after this position; null before the stream was first opened. */
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

  /** How many entries it holds. */
  public synchronized long size() {
    return end - first;
  }

  /** How long ago its oldest entry came; empty if it has none. */
  public synchronized Optional<Duration> oldestAge() {
    return first == end ? Optional.empty() : Optional.of(get(first).age());
  }

  /** About how many bytes the entries hold. */
  public synchronized long bytes() {
    return bytes;
  }

  /**
   * The number of the first entry after a position, which is {@link #end} where all are older.
   * Empty if entries after that position have left the log, or the log has not begun.
   */
  public synchronized OptionalLong after(Position position) {
    if (origin == null || origin.isAfter(position)) {
      return OptionalLong.empty();
    }
    if (isOfFormer(position)) {
      // the gap that the log began afresh with is the reader's too
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

  /** Whether a position lies after all that the watch has read; false before the log has begun. */
  public synchronized boolean isBefore(Position position) {
    return head != null && position.isAfter(head) && !isOfFormer(position);
  }

  /**
   * Whether it lies where the watch stood before the log began afresh, and has not come to since.
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

  /** The entry of that number; null if it has not come yet or has left the log. */
  public synchronized LogEntry at(long number) {
    return number < first || number >= end ? null : get(number);
  }

  /** Whether the entry of that number was here and is not any more. */
  public synchronized boolean hasLeft(long number) {
    return number < first;
  }

  private void begin(Position position) {
    beginning = position;
    origin = position;
  }

  private void recount(LogEntry entry) {
    // before it is weighed: what is encoded meanwhile is weighed again
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
