package dev.tidewatch.feed.control;

import dev.tidewatch.feed.control.ReaderCounters.Source;
import dev.tidewatch.feed.entity.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where a reader is in its feed, and what comes next for it. It reads the log by number; when its
 * place has left the log, or was never in it, what is missing is read from MongoDB a batch at a
 * time ({@link CatchUp}) until the log reaches back far enough.
 *
 * <p>Owned by the courier's thread; {@link #caughtUp} comes from any.
 */
final class Track {

  /** No entry's number. */
  static final long UNKNOWN = -1;

  private final Readers readers;
  private final Reader reader;
  private final Runnable wake;
  private final ChangeLog log;
  private final Batches batches;
  private final Deque<LogEntry> backlog = new ArrayDeque<>();

  // what it was sent last by itself; encoded by now, so the log can weigh it
  private List<LogEntry> gathered = List.of();
  private Position position;
  // where the backlog ends, which may lie behind its last entry
  private Position reached;
  private long next;
  private boolean inLog;
  private boolean catchingUp;
  private boolean refused;
  // until it is known what it is served from
  private boolean returns;
  // entries of the log up to here came from MongoDB already, before the log had them
  private Position fence;

  private volatile CatchUp.Result news;

  /**
   * The way of a reader, from where it wants to start.
   *
   * @param wake called, by any thread, when there is something new from MongoDB
   */
  Track(Readers readers, Reader reader, Runnable wake) {
    this.readers = readers;
    this.reader = reader;
    this.wake = wake;
    this.log = readers.log();
    this.batches = readers.batches(reader.format());
    this.returns = reader.returns();
    if (reader.after() == null) {
      // an entry that comes in between is not owed to this reader, but must not be lost if it is
      // sent
      position = log.head();
      next = log.end();
      inLog = true;
    } else {
      position = reader.after();
    }
  }

  /** Where the reader stands; null before the stream was first opened. */
  Position position() {
    if (position == null) {
      // it came before the stream was first opened, and is owed everything since
      position = log.beginning();
    }
    return position;
  }

  /** The next message; null if there is none yet. */
  Message next() {
    CatchUp.Result result = news;
    if (result != null) {
      news = null;
      catchingUp = false;
      accept(result);
    }
    return isPlain() ? shared() : gathered();
  }

  /**
   * The number of the log's entry that comes next; {@link #UNKNOWN} if something else may come
   * before it.
   */
  long place() {
    return isPlain() ? next : UNKNOWN;
  }

  /** MongoDB knows no such position as this reader's: nothing will ever come. */
  boolean isRefused() {
    return refused;
  }

  /** Whether it has all there is; asked when there was no next message, it stands at the head. */
  boolean isUpToDate() {
    if (!inLog || catchingUp) {
      return false;
    }
    Position head = log.headAt(next);
    if (head != null && (position == null || head.isAfter(position))) {
      position = head;
    }
    return true;
  }

  private boolean isPlain() {
    return inLog
        && fence == null
        && reached == null
        && backlog.isEmpty()
        && reader.filter() == Filter.NONE
        && reader.limit() == Batches.MAX_ENTRIES;
  }

  private Message shared() {
    Batch batch = batches.from(next);
    if (batch == null) {
      return log.hasLeft(next) ? gathered() : null;
    }
    next = batch.next();
    position = batch.end();
    return batch.message();
  }

  /** What this reader alone gets: it is behind the log, or does not want all of it. */
  private Message gathered() {
    gathered.forEach(log::weigh);
    List<LogEntry> entries = new ArrayList<>();
    int bytes = 0;
    for (LogEntry entry = peek(); entry != null; entry = peek()) {
      if (reader.filter().passes(entry)) {
        bytes += reader.format().sizeOf(entry);
        if (!entries.isEmpty()
            && (entries.size() >= reader.limit() || !batches.fits(entries, entry, bytes))) {
          break;
        }
        entries.add(entry);
      }
      take(entry);
    }
    gathered = entries;
    return entries.isEmpty() ? null : reader.format().join(entries);
  }

  private LogEntry peek() {
    while (!refused) {
      if (!backlog.isEmpty()) {
        return backlog.peek();
      }
      if (reached != null) {
        position = reached;
        reached = null;
      }
      if (catchingUp || !inLog && !enterLog()) {
        return null;
      }
      LogEntry entry = log.at(next);
      if (entry == null) {
        if (!log.hasLeft(next)) {
          return null;
        }
        inLog = false;
        continue;
      }
      if (fence == null || entry.position().isAfter(fence)) {
        fence = null;
        return entry;
      }
      next++;
    }
    return null;
  }

  private void take(LogEntry entry) {
    if (backlog.poll() == null) {
      next++;
    }
    position = entry.position();
  }

  private boolean enterLog() {
    OptionalLong number = log.after(position);
    if (returns) {
      returns = false;
      readers.counters().resumes().add(number.isPresent() ? Source.LOG : Source.MONGODB);
    }
    if (number.isPresent()) {
      next = number.getAsLong();
      fence = position;
      inLog = true;
      return true;
    }
    catchingUp = true;
    readers.catchUp(position, this::caughtUp);
    return false;
  }

  private void accept(CatchUp.Result result) {
    if (result instanceof CatchUp.Read read) {
      backlog.addAll(read.entries());
      read.gap().ifPresent(gap -> readers.counters().gaps().add(gap.reason()));
      reached = read.reached();
    } else {
      refused = true;
    }
  }

  /** The next batch from MongoDB is there. Any thread. */
  private void caughtUp(CatchUp.Result result) {
    news = result;
    wake.run();
  }
}
