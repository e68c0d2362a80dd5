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
 * Reads a feed for one reader, message by message: entries in the log by number, and what has left
 * the log from MongoDB ({@link ReadCursor}).
 *
 * <p>Owned by the dispatcher's thread.
 */
final class MessageReader {

  /** The most entries examined for one message; a filter may reject all of them. */
  private static final int SEARCHED = 4096;

  /** Why there is no message now. */
  private enum Pause {
    /** No entry is left, or a request to MongoDB is pending. */
    NONE_LEFT,
    /** The next entry is being encoded. */
    ENCODING,
    /** The search for an entry that passes the filter continues. */
    SEARCHING
  }

  private final Subscribers subscribers;
  private final SubscribeRequest request;
  private final Runnable wake;
  private final ChangeLog log;
  private final BatchCache batches;

  // null until the reader's source is known
  private ReadCursor cursor;
  private Position position;
  private Pause pause = Pause.NONE_LEFT;
  // what this reader alone was sent last; encoded by now, so the log can weigh it
  private List<LogEntry> gathered = List.of();

  /**
   * Reads from the position of the request.
   *
   * @param wake called on any thread when MongoDB has answered
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

  /** The reader's position; null before the stream was first opened. */
  Position position() {
    if (position == null) {
      // it connected before the stream was first opened, and gets everything since
      position = log.beginning();
    }
    return position;
  }

  /** Determines where the reader is, and requests from MongoDB what it needs. Cheap. */
  void settle() {
    if (cursor == null) {
      cursor = locate();
      if (request.returns()) {
        subscribers
            .counters()
            .resumes()
            .add(cursor instanceof Behind ? Source.MONGODB : Source.LOG);
      }
    } else if (cursor instanceof Live live && log.hasLeft(live.number)) {
      cursor = locate();
    } else if (cursor instanceof Ahead && !log.isBefore(position)) {
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

  /** A cursor in the log; null if what follows the position has left the log. */
  private ReadCursor inLog() {
    Position from = position();
    // in this order, because the log may reach the position meanwhile
    if (log.isBefore(from)) {
      return new Ahead();
    }
    OptionalLong number = log.after(from);
    return number.isPresent() ? new Live(number.getAsLong()) : null;
  }

  /**
   * Whether the reader has to catch up with more than the latest changes. Such readers are served
   * after the live ones, one message at a time.
   */
  boolean isFar() {
    return cursor instanceof Live live ? live.isFar(log.end()) : !(cursor instanceof Ahead);
  }

  /** Whether a request to MongoDB is pending. */
  boolean isAsking() {
    return cursor instanceof Behind behind && behind.backlog().isAsking();
  }

  /** Whether its start position is known: it is in the log, or MongoDB has answered from there. */
  boolean isKnown() {
    return cursor instanceof Behind behind ? behind.backlog().hasAnswered() : cursor != null;
  }

  /** Whether there may be another message without a new log entry. */
  boolean hasMore() {
    return cursor instanceof Live live ? live.number < log.end() : !(cursor instanceof Ahead);
  }

  /** Whether it has read the log to its end. */
  boolean isAtEnd() {
    return cursor instanceof Live live && live.number == log.end();
  }

  /** The next message; null if there is none now. */
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

  /** Whether {@link #next} returned null because its search has not ended yet. */
  boolean isSearching() {
    return pause == Pause.SEARCHING;
  }

  /** The reason if the reader is refused; else null. */
  CloseReason refusal() {
    return cursor instanceof Refused refused ? refused.reason() : null;
  }

  /** Whether it is up to date; asked after {@link #next} returned null. */
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

  /** Withdraws what is pending, because the reader has left. */
  void leave() {
    if (cursor instanceof Behind behind) {
      behind.backlog().cancel();
    }
  }

  /** Whether it gets the same messages as other readers at the same position. */
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

  /** A message for this reader alone, because its filter selects some changes. */
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
