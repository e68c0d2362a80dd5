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
import dev.tidewatch.feed.control.view.FeedView;
import dev.tidewatch.feed.control.view.Seen;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Gap;
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
  private final FeedView view;
  private final boolean restricted;
  // null until the first message
  private BatchCache batches;

  // null until the reader's source is known
  private ReadCursor cursor;
  // the position in the stream, which stays within the server; null before the stream was opened
  private Position position;
  // what the reader may be told of it
  private Position shown;
  // whether the reader was sent a gap without an image and has seen nothing since
  private boolean inGap;
  private Pause pause = Pause.NONE_LEFT;
  // what this reader alone was sent last; encoded by now, so the log can weigh it
  private List<LogEntry> gathered = List.of();
  private int gatheredBytes;

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
    this.view = subscribers.view(request.view());
    this.restricted = view.isRestricted();
    if (request.after() == null) {
      ChangeLog.Tail tail = log.tail();
      position = tail.head();
      cursor = new Live(tail.end());
    } else {
      position = request.after();
    }
    // a position that the reader names itself tells it nothing
    shown = request.returns() ? position : subscribers.start(request.view(), position);
  }

  /** What the reader may be told of its position; null before the stream was first opened. */
  Position position() {
    own();
    return shown;
  }

  private Position own() {
    if (position == null) {
      // it connected before the stream was first opened, and gets everything since
      position = log.beginning();
      shown = view.reveal(position);
    }
    return position;
  }

  /** Moves on; what the reader is told never moves back, unless the database was restored. */
  private void move(Position to, Position revealed) {
    boolean stays =
        restricted
            && position != null
            && shown != null
            && !position.isAfter(to)
            && shown.isAfter(revealed);
    shown = stays ? shown : revealed;
    position = to;
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
      move(reached, view.reveal(reached));
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
    return found != null ? found : new Behind(new Backlog(subscribers, request, view, wake));
  }

  /** A cursor in the log; null if what follows the position has left the log. */
  private ReadCursor inLog() {
    Position from = own();
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
        move(head, view.reveal(head));
      }
      live.upToDate();
      return true;
    }
    return cursor instanceof Ahead;
  }

  /** Withdraws what is pending, and releases what is shared, because the reader has left. */
  void leave() {
    if (batches != null && !view.isAll()) {
      subscribers.viewBatches().release(view, request.format());
    }
    batches = null;
    if (cursor instanceof Behind behind) {
      behind.backlog().cancel();
    }
  }

  /** Whether it gets the same messages as other readers at the same position. */
  private boolean takesAll() {
    return request.filter() == ChangeFilter.NONE && request.limit() == BatchCache.MAX_ENTRIES;
  }

  private BatchCache batches() {
    if (batches == null) {
      batches =
          view.isAll()
              ? subscribers.batches(request.format())
              : subscribers.viewBatches().acquire(view, request.format());
    }
    return batches;
  }

  private OutboundMessage shared(Live live) {
    long end = live.number + SEARCHED;
    while (live.number < end) {
      Batch batch = batches().from(live.number, inGap);
      if (batch == null) {
        if (log.hasLeft(live.number)) {
          return gathered();
        }
        pause = live.number < log.end() ? Pause.ENCODING : Pause.NONE_LEFT;
        return null;
      }
      live.number = batch.next();
      move(batch.end(), batch.shown());
      told(batch.gaps());
      if (batch.message() != null) {
        return batch.message();
      }
    }
    pause = Pause.SEARCHING;
    return null;
  }

  private OutboundMessage shared(Backlog backlog) {
    HistoryBatch.Part part = backlog.part(batches(), inGap);
    if (part == null) {
      pause = Pause.ENCODING;
      return null;
    }
    move(backlog.skipTo(part.next()), part.shown());
    told(part.gaps());
    pause = part.message() == null ? Pause.SEARCHING : pause;
    return part.message();
  }

  private void told(Batch.Gaps gaps) {
    if (restricted) {
      inGap = gaps.after();
      count(gaps.count());
    }
  }

  private void count(int gaps) {
    for (int i = 0; i < gaps; i++) {
      subscribers.counters().gaps().add(Gap.Reason.NO_IMAGE);
    }
  }

  /** A message for this reader alone, because its filter selects some changes. */
  private OutboundMessage gathered() {
    gathered.forEach(log::weigh);
    gathered = new ArrayList<>();
    gatheredBytes = 0;
    int searched = 0;
    for (LogEntry entry = peek(); entry != null; entry = peek()) {
      if (++searched > SEARCHED) {
        pause = Pause.SEARCHING;
        break;
      }
      if (!(view.isAll() ? pass(entry) : passSeen(entry))) {
        break;
      }
    }
    return gathered.isEmpty() ? null : request.format().join(gathered);
  }

  /**
   * Passes an entry, and gathers it if the filter does not reject it. Returns false if it waits.
   */
  private boolean pass(LogEntry entry) {
    if (request.filter().passes(entry) && !gather(entry)) {
      return false;
    }
    take(entry.position(), entry.position());
    return true;
  }

  /** As above, for a reader that may not see everything. The filter learns only what it may see. */
  private boolean passSeen(LogEntry entry) {
    Seen seen = batches().see(entry);
    if (seen == null) {
      pause = Pause.ENCODING;
      return false;
    }
    LogEntry sent = seen.sent(inGap);
    if (sent != null && request.filter().passes(sent)) {
      if (!gather(sent)) {
        return false;
      }
      inGap = Seen.isNoImage(sent);
      count(inGap ? 1 : 0);
    }
    take(seen.own(), seen.position());
    return true;
  }

  private boolean gather(LogEntry entry) {
    if (!batches().isEncoded(entry)) {
      pause = Pause.ENCODING;
      return false;
    }
    int bytes = gatheredBytes + request.format().sizeOf(entry);
    if (!gathered.isEmpty()
        && (gathered.size() >= request.limit() || !batches().fits(gathered, entry, bytes))) {
      return false;
    }
    gatheredBytes = bytes;
    gathered.add(entry);
    return true;
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

  private void take(Position own, Position revealed) {
    if (cursor instanceof Live live) {
      live.number++;
    } else if (cursor instanceof Behind behind) {
      behind.backlog().take();
    }
    move(own, revealed);
  }
}
