package dev.tidewatch.feed.control.history;

import dev.tidewatch.feed.control.index.ServerFilter;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.control.source.ReadRetries;
import dev.tidewatch.feed.entity.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The cursors of a feed's history: those that read, and those that stay open because a reader may
 * ask for the next batch.
 *
 * <p>Not thread-safe; guarded by {@link CatchUp}'s lock. Bound: so many cursors.
 */
final class HistoryCursors {

  /** How long a cursor stays open for the next batch, which a busy server asks for late. */
  private static final long IDLE = Duration.ofSeconds(10).toNanos();

  private final int most;
  private final ChangeLog log;
  private final FeedStreamFactory streams;
  private final BiPredicate<Position, ServerFilter> known;
  private final ReadRetries threads;
  private final List<HistoryRead> active = new ArrayList<>();
  private final Deque<HistoryRead> idle = new ArrayDeque<>();

  /**
   * No cursors yet.
   *
   * @param known whether what follows a position, for a filter, is in memory; any thread asks
   * @param threads closes cursors, because that waits for the server
   */
  HistoryCursors(
      int most,
      ChangeLog log,
      FeedStreamFactory streams,
      BiPredicate<Position, ServerFilter> known,
      ReadRetries threads) {
    this.most = most;
    this.log = log;
    this.streams = streams;
    this.known = known;
    this.threads = threads;
  }

  /** Whether as many read as there may be cursors. */
  boolean areAllActive() {
    return active.size() >= most;
  }

  /** Those that read. */
  Collection<HistoryRead> active() {
    return active;
  }

  /** The filters that are read with, without null and but for one of them. */
  Set<ServerFilter> filtersBeside(ServerFilter wanted) {
    Set<ServerFilter> others = new HashSet<>();
    for (HistoryRead read : active) {
      others.add(read.filter());
    }
    for (HistoryRead read : idle) {
      // one that has met the log is not needed any more
      if (log.after(read.position()).isEmpty()) {
        others.add(read.filter());
      }
    }
    others.remove(null);
    others.remove(wanted);
    return others;
  }

  /**
   * Begins a read for a request: on an idle cursor that approaches its position, else on a new one.
   *
   * @param start where a new one begins
   */
  HistoryRead begin(CatchUpRequest first, Position start) {
    HistoryRead read = take(first, start);
    active.add(read);
    return read;
  }

  private HistoryRead take(CatchUpRequest first, Position start) {
    boolean alone = CatchUpQueue.isServedAlone(first);
    long now = System.nanoTime();
    for (HistoryRead read : idle) {
      if (read.isFor(first) && (alone ? read.position().equals(start) : read.reaches(start))) {
        idle.remove(read);
        return new HistoryRead(read.reader(), first, now);
      }
    }
    if (active.size() + idle.size() == most) {
      release(idle.removeFirst());
    }
    ServerFilter filter = first.filter();
    HistoryReader reader =
        new HistoryReader(log, streams, start, at -> known.test(at, filter), filter);
    return new HistoryRead(reader, first, now);
  }

  /** A read could not be run. */
  void abandon(HistoryRead read) {
    active.remove(read);
  }

  /**
   * A read has ended.
   *
   * @param keeps whether its cursor, if open, is kept for the next batch
   */
  void end(HistoryRead read, boolean keeps) {
    active.remove(read);
    if (keeps && read.reader().isOpen()) {
      idle.addLast(read);
    } else {
      release(read);
    }
  }

  /** Closes what was not used lately. Does not block. */
  void tend(long nanoTime) {
    while (!idle.isEmpty() && nanoTime - idle.peekFirst().since() > IDLE) {
      release(idle.removeFirst());
    }
  }

  /** Closes the idle ones. Does not block. */
  void close() {
    // a loop and not a lambda, because a stopping server may refuse to load classes
    for (HistoryRead read : idle) {
      release(read);
    }
    idle.clear();
  }

  private void release(HistoryRead read) {
    if (read.reader().isOpen()) {
      threads.execute(read.reader()::close);
    }
  }
}
