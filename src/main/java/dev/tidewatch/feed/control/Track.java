package dev.tidewatch.feed.control;

import dev.tidewatch.feed.control.ReaderCounters.Source;
import dev.tidewatch.feed.entity.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where a reader is in its feed, and what comes next for it. It reads the log by number; when its
 * place has left the log, or was never in it, what is missing is read from MongoDB a batch at a
 * time ({@link CatchUp}) until the log reaches back far enough.
 *
 * <p>Owned by the courier's thread; {@link #caughtUp} and {@link #leave} come from any.
 */
final class Track {

  /** No entry's number. */
  static final long UNKNOWN = -1;

  /** A reader that has no more than so many entries of the log before it is a live one. */
  static final int NEAR = 2 * Batches.MAX_ENTRIES;

  /** So is one that has been up to date, and has so many before it: changes came in a burst. */
  private static final int BURST = 32 * NEAR;

  /** The most entries that are looked at for one message; a filter may let none of them through. */
  private static final int SEARCHED = 4096;

  private final Readers readers;
  private final Reader reader;
  private final Runnable wake;
  private final ChangeLog log;
  private final Batches batches;

  // what it was sent last by itself; encoded by now, so the log can weigh it
  private List<LogEntry> gathered = List.of();
  private Position position;
  // what was read from MongoDB, and the index of what comes next in it; null if there is nothing
  // left
  private HistoryBatch history;
  private int at;
  private long next;
  private boolean inLog;
  private boolean hasBeenUpToDate;
  private CloseReason refused;
  private boolean hasRead;
  // until it is known what it is served from
  private boolean returns;
  // entries of the log up to here came from MongoDB already, before the log had them
  private Position fence;
  // the entry that comes next is being encoded
  private boolean encoding;
  // there was no message yet, but the search goes on
  private boolean searching;

  /** What was asked of MongoDB; null if nothing is. */
  private volatile CatchUpRequest request;

  private volatile CatchUpResult news;
  private volatile boolean left;

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
      ChangeLog.Tail tail = log.tail();
      position = tail.head();
      next = tail.end();
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

  /** Finds out where the reader is, and asks MongoDB for what it needs from there. Cheap. */
  void settle() {
    CatchUpResult result = news;
    if (result != null) {
      news = null;
      request = null;
      accept(result);
    }
    if (inLog && log.hasLeft(next)) {
      inLog = false;
    }
    if (history != null && at == history.entries().size()) {
      // which may lie behind its last entry
      position = history.reached();
      history = null;
    }
    if (refused == null && history == null && request == null && !inLog) {
      enterLog();
    }
  }

  /**
   * Whether the reader has history before it, and not only the latest changes. Such readers are
   * served after those that are up to date, a message at a time.
   */
  boolean isFar() {
    return !inLog || log.end() - next > (hasBeenUpToDate ? BURST : NEAR);
  }

  /** Whether it waits for MongoDB's answer. */
  boolean isAsking() {
    return request != null && news == null;
  }

  /** Whether the place where it starts is in the log, or MongoDB has read on from there. */
  boolean isKnown() {
    return inLog || hasRead;
  }

  /** The next message; null if there is none yet. */
  Message next() {
    encoding = false;
    searching = false;
    settle();
    if (!takesAll()) {
      return gathered();
    }
    return isPlain() ? shared() : history != null ? sharedHistory() : gathered();
  }

  /** Whether {@link #next} had no message because its search has not come to an end yet. */
  boolean isSearching() {
    return searching;
  }

  /**
   * The number of the log's entry that comes next; {@link #UNKNOWN} if something else may come
   * before it.
   */
  long place() {
    return isPlain() ? next : UNKNOWN;
  }

  /** Why nothing will ever come; null as long as something may. */
  CloseReason refusal() {
    return refused;
  }

  /** Whether it has all there is; asked when there was no next message, it stands at the head. */
  boolean isUpToDate() {
    if (!inLog || encoding || searching) {
      return false;
    }
    Position head = log.headAt(next);
    if (head != null && (position == null || head.isAfter(position))) {
      position = head;
    }
    hasBeenUpToDate = true;
    return true;
  }

  /** The reader has gone. Any thread; may be repeated. */
  void leave() {
    left = true;
    CatchUpRequest pending = request;
    if (pending != null) {
      pending.cancel();
    }
  }

  private boolean isPlain() {
    return inLog && fence == null && takesAll();
  }

  /** Whether it is sent the same messages as others that stand at the same place. */
  private boolean takesAll() {
    return reader.filter() == Filter.NONE && reader.limit() == Batches.MAX_ENTRIES;
  }

  private Message shared() {
    Batch batch = batches.from(next);
    if (batch == null) {
      if (log.hasLeft(next)) {
        return gathered();
      }
      encoding = next < log.end();
      return null;
    }
    next = batch.next();
    position = batch.end();
    return batch.message();
  }

  private Message sharedHistory() {
    HistoryBatch.Part part = history.part(batches, at);
    if (part == null) {
      encoding = true;
      return null;
    }
    at = part.next();
    position = history.entries().get(at - 1).position();
    return part.message();
  }

  /** What this reader alone gets: it is behind the log, or does not want all of it. */
  private Message gathered() {
    gathered.forEach(log::weigh);
    List<LogEntry> entries = new ArrayList<>();
    int bytes = 0;
    int searched = 0;
    for (LogEntry entry = peek(); entry != null; entry = peek()) {
      if (++searched > SEARCHED) {
        searching = true;
        break;
      }
      if (reader.filter().passes(entry)) {
        if (!batches.isEncoded(entry)) {
          encoding = true;
          break;
        }
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
    while (refused == null) {
      settle();
      if (history != null) {
        return history.entries().get(at);
      }
      if (!inLog) {
        return null;
      }
      LogEntry entry = log.at(next);
      if (entry == null) {
        if (!log.hasLeft(next)) {
          return null;
        }
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
    if (history == null) {
      next++;
    } else {
      at++;
    }
    position = entry.position();
  }

  private void enterLog() {
    OptionalLong number = log.after(position);
    if (returns) {
      returns = false;
      readers.counters().resumes().add(number.isPresent() ? Source.LOG : Source.MONGODB);
    }
    if (number.isPresent()) {
      next = number.getAsLong();
      fence = position;
      inLog = true;
    } else {
      askMongo();
    }
  }

  private void askMongo() {
    CatchUpRequest asked = readers.catchUp(position, reader, this::caughtUp);
    request = asked;
    if (left) {
      asked.cancel();
    }
  }

  private void accept(CatchUpResult result) {
    if (result instanceof CatchUpResult.Entries read) {
      hasRead = true;
      history = read.batch();
      at = read.first();
      read.gaps().forEach(gap -> readers.counters().gaps().add(gap.reason()));
    } else if (result instanceof CatchUpResult.Refused answer) {
      refused = answer.reason();
    }
  }

  /** The next batch from MongoDB is there. Any thread. */
  private void caughtUp(CatchUpResult result) {
    news = result;
    wake.run();
  }
}
