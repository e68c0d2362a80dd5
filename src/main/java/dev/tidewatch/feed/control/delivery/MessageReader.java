package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.batch.Batch;
import dev.tidewatch.feed.control.batch.BatchCache;
import dev.tidewatch.feed.control.delivery.ReadCursor.Behind;
import dev.tidewatch.feed.control.delivery.ReadCursor.Live;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.history.HistoryBatch;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.view.FeedView;
import dev.tidewatch.feed.control.view.Seen;
import dev.tidewatch.feed.entity.Gap;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a feed for one reader, message by message. Readers with the same view at the same position
 * share a message; one with a filter or a limit gathers its own.
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
  private final EntrySource source;
  private final ChangeLog log;
  private final FeedView view;
  private final boolean restricted;
  // null until the first message
  private BatchCache batches;

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
    this.log = subscribers.log();
    this.view = subscribers.view(request.view());
    this.restricted = view.isRestricted();
    this.source = new EntrySource(subscribers, request, view, wake);
  }

  /** Where its entries come from. */
  EntrySource source() {
    return source;
  }

  /** The next message; null if there is none now. */
  OutboundMessage next() {
    pause = Pause.NONE_LEFT;
    source.settle();
    if (takesAll()) {
      if (source.cursor() instanceof Live live) {
        return shared(live);
      }
      if (source.cursor() instanceof Behind behind && behind.backlog().hasEntries()) {
        return shared(behind.backlog());
      }
    }
    return gathered();
  }

  /** Whether {@link #next} returned null because its search has not ended yet. */
  boolean isSearching() {
    return pause == Pause.SEARCHING;
  }

  /** Whether it is up to date; asked after {@link #next} returned null. */
  boolean isUpToDate() {
    return pause == Pause.NONE_LEFT && source.isUpToDate();
  }

  /** Withdraws what is pending, and releases what is shared, because the reader has left. */
  void leave() {
    if (batches != null && !view.isAll()) {
      subscribers.viewBatches().release(view, request.format());
    }
    batches = null;
    source.leave();
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
    long most = live.number + SEARCHED;
    while (live.number < most) {
      if (live.number >= source.end()) {
        return null;
      }
      Batch batch = batches().from(live.number, inGap, source.end());
      if (batch == null) {
        if (log.hasLeft(live.number)) {
          return gathered();
        }
        pause = Pause.ENCODING;
        return null;
      }
      live.number = batch.next();
      source.position().move(batch.end(), batch.shown());
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
    source.position().move(backlog.skipTo(part.next()), part.shown());
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
    for (LogEntry entry = source.peek(); entry != null; entry = source.peek()) {
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
    source.take(entry.position(), entry.position());
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
    source.take(seen.own(), seen.position());
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
}
