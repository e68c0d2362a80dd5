package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.batch.Batch;
import dev.tidewatch.feed.control.batch.BatchCache;
import dev.tidewatch.feed.control.counters.SubscriberCounters.Source;
import dev.tidewatch.feed.control.delivery.ReadCursor.Ahead;
import dev.tidewatch.feed.control.delivery.ReadCursor.Behind;
import dev.tidewatch.feed.control.delivery.ReadCursor.Live;
import dev.tidewatch.feed.control.delivery.ReadCursor.Refused;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.history.HistoryBatch;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads a feed for one reader, message by message: from the log by number, and from MongoDB what
 * has left the log ({@link ReadCursor}).
 *
 * <p>Owned by the delivering thread.
 */
final class MessageReader {

  /** The most entries that are looked at for one message; a filter may let none of them through. */
  private static final int SEARCHED = 4096;

  /** Why there is no message now. */
  private enum Pause {
    /** There is nothing more, or MongoDB is asked. */
    NONE_LEFT,
    /** The entry that comes next is being encoded. */
    ENCODING,
    /** The search for an entry that passes the filter goes on. */
    SEARCHING
  }

  private final Subscribers subscribers;
  private final SubscribeRequest request;
  private final Runnable wake;
  private final ChangeLog log;
  private final BatchCache batches;

  // null until it is known what the reader is served from
  private ReadCursor cursor;
  private Position position;
  private Pause pause = Pause.NONE_LEFT;
  // what it was sent last by itself; encoded by now, so the log can weigh it
  private List<LogEntry> gathered = List.of();

  /**
   * Reads from where the reader wants to start.
   *
   * @param wake called, by any thread, when there is something new from MongoDB
   */
  MessageReader(Subscribers subscribers, SubscribeRequest request, Runnable wake) {
    this.subscribers = subscribers;
    this.request = request;
    this.wake = wake;
    this.log = subscribers.log();
    this.batches = subscribers.batches(request.format());
    if (request.after() == null) {
      ChangeLog.Tail tail = log.tail();
      position = tail.head();
      cursor = new Live(tail.end());
    } else {
      position = request.after();
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
    if (cursor == null) {
      cursor = locate();
      if (request.returns()) {
        subscribers.counters().resumes().add(isBehind() ? Source.MONGODB : Source.LOG);
      }
    } else if (cursor instanceof Live live && log.hasLeft(live.number)) {
      cursor = locate();
    } else if (cursor instanceof Ahead ahead && !log.isBefore(ahead.position())) {
      cursor = locate();
    }
    if (cursor instanceof Behind behind) {
      settle(behind.backlog());
    }
  }

  private void settle(Backlog backlog) {
    CloseReason refused = backlog.settle();
    if (refused != null) {
      cursor = new Refused(refused);
      return;
    }
    Position reached = backlog.finish();
    if (reached != null) {
      position = reached;
    }
    if (backlog.hasEntries() || backlog.isAsking()) {
      return;
    }
    ReadCursor found = inLog();
    if (found != null) {
      cursor = found;
    } else {
      backlog.ask(position);
    }
  }

  private ReadCursor locate() {
    ReadCursor found = inLog();
    return found != null ? found : new Behind(new Backlog(subscribers, request, wake));
  }

  /** Null if what follows the position has left the log. */
  private ReadCursor inLog() {
    Position from = position();
    // in this order: the log may reach the position meanwhile
    if (log.isBefore(from)) {
      return new Ahead(from);
    }
    OptionalLong number = log.after(from);
    return number.isPresent() ? new Live(number.getAsLong()) : null;
  }

  private boolean isBehind() {
    return cursor instanceof Behind;
  }

  /**
   * Whether the reader has history before it, and not only the latest changes. Such readers are
   * served after those that are up to date, a message at a time.
   */
  boolean isFar() {
    return cursor instanceof Live live ? live.isFar(log.end()) : !(cursor instanceof Ahead);
  }

  /** Whether it waits for MongoDB's answer. */
  boolean isAsking() {
    return cursor instanceof Behind behind && behind.backlog().isAsking();
  }

  /** Whether the place where it starts is in the log, or MongoDB has read on from there. */
  boolean isKnown() {
    return cursor instanceof Behind behind ? behind.backlog().hasAnswered() : cursor != null;
  }

  /** Whether there may be a message after the last; what comes into the log is one later. */
  boolean hasMore() {
    return cursor instanceof Live live ? live.number < log.end() : !(cursor instanceof Ahead);
  }

  /** Whether it has had the log to its end. */
  boolean isAtEnd() {
    return cursor instanceof Live live && live.number == log.end();
  }

  /** The next message; null if there is none yet. */
  OutboundMessage next() {
    pause = Pause.NONE_LEFT;
    settle();
    if (takesAll()) {
      if (cursor instanceof Live live) {
        return shared(live);
      }
      if (cursor instanceof Behind behind && behind.backlog().hasEntries()) {
        return shared(behind.backlog());
      }
    }
    return gathered();
  }

  /** Whether {@link #next} had no message because its search has not come to an end yet. */
  boolean isSearching() {
    return pause == Pause.SEARCHING;
  }

  /** Why nothing will ever come; null as long as something may. */
  CloseReason refusal() {
    return cursor instanceof Refused refused ? refused.reason() : null;
  }

  /** Whether it has all there is; asked when there was no next message, it stands at the head. */
  boolean isUpToDate() {
    if (pause != Pause.NONE_LEFT) {
      return false;
    }
    if (cursor instanceof Live live) {
      Position head = log.headAt(live.number);
      if (head != null && (position == null || head.isAfter(position))) {
        position = head;
      }
      live.upToDate();
      return true;
    }
    return cursor instanceof Ahead;
  }

  /** The reader has gone. */
  void leave() {
    if (cursor instanceof Behind behind) {
      behind.backlog().cancel();
    }
  }

  /** Whether it is sent the same messages as others that stand at the same place. */
  private boolean takesAll() {
    return request.filter() == ChangeFilter.NONE && request.limit() == BatchCache.MAX_ENTRIES;
  }

  private OutboundMessage shared(Live live) {
    Batch batch = batches.from(live.number);
    if (batch == null) {
      if (log.hasLeft(live.number)) {
        return gathered();
      }
      pause = live.number < log.end() ? Pause.ENCODING : Pause.NONE_LEFT;
      return null;
    }
    live.number = batch.next();
    position = batch.end();
    return batch.message();
  }

  private OutboundMessage shared(Backlog backlog) {
    HistoryBatch.Part part = backlog.part(batches);
    if (part == null) {
      pause = Pause.ENCODING;
      return null;
    }
    position = backlog.skipTo(part.next());
    return part.message();
  }

  /** What this reader alone gets, because it does not want all there is. */
  private OutboundMessage gathered() {
    gathered.forEach(log::weigh);
    List<LogEntry> entries = new ArrayList<>();
    int bytes = 0;
    int searched = 0;
    for (LogEntry entry = peek(); entry != null; entry = peek()) {
      if (++searched > SEARCHED) {
        pause = Pause.SEARCHING;
        break;
      }
      if (request.filter().passes(entry)) {
        if (!batches.isEncoded(entry)) {
          pause = Pause.ENCODING;
          break;
        }
        bytes += request.format().sizeOf(entry);
        if (!entries.isEmpty()
            && (entries.size() >= request.limit() || !batches.fits(entries, entry, bytes))) {
          break;
        }
        entries.add(entry);
      }
      take(entry);
    }
    gathered = entries;
    return entries.isEmpty() ? null : request.format().join(entries);
  }

  /** The next entry; null if there is none yet. */
  private LogEntry peek() {
    while (true) {
      settle();
      if (cursor instanceof Live live) {
        LogEntry entry = log.at(live.number);
        if (entry != null || !log.hasLeft(live.number)) {
          return entry;
        }
      } else {
        return cursor instanceof Behind behind && behind.backlog().hasEntries()
            ? behind.backlog().peek()
            : null;
      }
    }
  }

  private void take(LogEntry entry) {
    if (cursor instanceof Live live) {
      live.number++;
    } else if (cursor instanceof Behind behind) {
      behind.backlog().take();
    }
    position = entry.position();
  }
}
