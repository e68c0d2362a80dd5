package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.counters.SubscriberCounters.Source;
import dev.tidewatch.feed.control.delivery.ReadCursor.Ahead;
import dev.tidewatch.feed.control.delivery.ReadCursor.Behind;
import dev.tidewatch.feed.control.delivery.ReadCursor.Live;
import dev.tidewatch.feed.control.delivery.ReadCursor.Parked;
import dev.tidewatch.feed.control.delivery.ReadCursor.Refused;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.view.FeedView;
import dev.tidewatch.feed.control.view.ReaderPosition;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import java.util.OptionalLong;

/**
 * The entries of a feed from one reader's position on: in the log by number, and what has left the
 * log from MongoDB ({@link ReadCursor}).
 *
 * <p>Owned by the dispatcher's thread.
 */
final class EntrySource {

  private final Subscribers subscribers;
  private final SubscribeRequest request;
  private final FeedView view;
  private final Runnable wake;
  private final ChangeLog log;
  private final ReaderPosition position;
  // null until the reader's place is known
  private ReadCursor cursor;
  // whether it reads no further than what was looked at for parked readers
  private boolean listed;

  /**
   * Begins at the position of the request.
   *
   * @param wake called on any thread when MongoDB has answered
   */
  EntrySource(Subscribers subscribers, SubscribeRequest request, FeedView view, Runnable wake) {
    this.subscribers = subscribers;
    this.request = request;
    this.view = view;
    this.wake = wake;
    this.log = subscribers.log();
    Position start = request.after();
    if (start == null) {
      ChangeLog.Tail tail = log.tail();
      start = tail.head();
      cursor = new Live(tail.end());
    }
    // a position that the reader names itself tells it nothing
    Position shown = request.returns() ? start : subscribers.start(request.view(), start);
    position = new ReaderPosition(log, view, start, shown);
  }

  ReaderPosition position() {
    return position;
  }

  /** Null until {@link #settle} was called. */
  ReadCursor cursor() {
    return cursor;
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
    } else if (cursor instanceof Ahead && !log.isBefore(position.own())) {
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
      position.pass(reached);
    }
    if (backlog.hasEntries() || backlog.isAsking()) {
      return;
    }
    ReadCursor found = inLog();
    if (found != null) {
      cursor = found;
    } else {
      backlog.ask(position.own());
    }
  }

  private ReadCursor locate() {
    ReadCursor found = inLog();
    return found != null ? found : new Behind(new Backlog(subscribers, request, view, wake));
  }

  /** A cursor in the log; null if what follows the position has left the log. */
  private ReadCursor inLog() {
    Position from = position.own();
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
    return cursor instanceof Live live ? live.isFar(end()) : !isWaiting();
  }

  /** Whether a request to MongoDB is pending. */
  boolean isAsking() {
    return cursor instanceof Behind behind && behind.backlog().isAsking();
  }

  /** Whether its start position is known: it is in the log, or MongoDB has answered from there. */
  boolean isKnown() {
    return cursor instanceof Behind behind ? behind.backlog().hasAnswered() : cursor != null;
  }

  /** Whether it waits for the log: nothing is to be read before an entry is appended. */
  private boolean isWaiting() {
    return cursor instanceof Ahead || cursor instanceof Parked;
  }

  /** The number after the last entry that it reads by now. */
  long end() {
    long end = log.end();
    return listed ? Math.min(end, subscribers.parking().next()) : end;
  }

  /** Whether there may be another message without a new log entry. */
  boolean hasMore() {
    return cursor instanceof Live live ? live.number < end() : !isWaiting();
  }

  /** Whether it has read everything, as far as it reads by now. */
  boolean isAtEnd() {
    return cursor instanceof Live live ? live.number >= end() : cursor instanceof Parked;
  }

  /** The number up to which it had read when it was parked; the greatest long if it is not. */
  long parkedAt() {
    return cursor instanceof Parked parked ? parked.live().number : Long.MAX_VALUE;
  }

  /** Parks it; only at its end, and if its reader is listed. */
  void park() {
    listed = true;
    Live live = (Live) cursor;
    live.upToDate();
    cursor = new Parked(live);
  }

  /** Reads on from where the parked readers are. */
  void unpark() {
    if (cursor instanceof Parked parked) {
      follow(parked.live());
      cursor = parked.live();
    }
  }

  /** Moves to where the parked readers are, unless it is further. */
  private void follow(Live live) {
    long next = subscribers.parking().next();
    if (next > live.number) {
      live.number = next;
      position.pass(subscribers.parking().passed());
    }
  }

  /** The reason if the reader is refused; else null. */
  CloseReason refusal() {
    return cursor instanceof Refused refused ? refused.reason() : null;
  }

  /** Whether no entry is left, as far as the watch has read; moves to the watch's position. */
  boolean isUpToDate() {
    if (cursor instanceof Parked parked) {
      follow(parked.live());
      passHead(parked.live());
    } else if (cursor instanceof Live live) {
      passHead(live);
      live.upToDate();
    }
    return cursor instanceof Live || isWaiting();
  }

  private void passHead(Live live) {
    Position head = log.headAt(live.number);
    Position own = position.own();
    if (head != null && (own == null || head.isAfter(own))) {
      position.pass(head);
    }
  }

  /** The next entry; null if there is none yet. */
  LogEntry peek() {
    while (true) {
      settle();
      if (cursor instanceof Live live) {
        if (live.number >= end()) {
          return null;
        }
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

  /**
   * Moves behind the next entry.
   *
   * @param own the entry's position
   * @param revealed what the reader may be told of it
   */
  void take(Position own, Position revealed) {
    if (cursor instanceof Live live) {
      live.number++;
    } else if (cursor instanceof Behind behind) {
      behind.backlog().take();
    }
    position.move(own, revealed);
  }

  /** Withdraws what is pending, because the reader has left. */
  void leave() {
    if (cursor instanceof Behind behind) {
      behind.backlog().cancel();
    }
  }
}
