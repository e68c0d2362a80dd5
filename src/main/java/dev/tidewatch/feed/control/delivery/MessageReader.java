package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.batch.Batch;
import dev.tidewatch.feed.control.batch.BatchCache;
import dev.tidewatch.feed.control.batch.Voids;
import dev.tidewatch.feed.control.delivery.ReadCursor.Behind;
import dev.tidewatch.feed.control.delivery.ReadCursor.Live;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.filter.CollectionChanges;
import dev.tidewatch.feed.control.filter.EntryRange;
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

/**
 * Reads a feed for one reader, message by message. Readers with the same view at the same position
 * share a message; one with a filter or a limit gathers its own.
 *
 * <p>Owned by the dispatcher's thread.
 */
final class MessageReader implements Reading {

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
  // which of the entries it may pass over; null if it reads without an end
  private final EntryRange range;
  private boolean ended;
  // why what the reader has is void; null if it is not, or if the reader need not know
  private String voided;

  /**
   * Reads from the position of the request.
   *
   * @param wake called on any thread when MongoDB has answered
   */
  MessageReader(Subscribers subscribers, SubscribeRequest request, Runnable wake) {
    this(subscribers, request, null, wake);
  }

  /**
   * As above, up to a position.
   *
   * @param range which entries to send
   */
  MessageReader(
      Subscribers subscribers, SubscribeRequest request, EntryRange range, Runnable wake) {
    this.subscribers = subscribers;
    this.range = range;
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

  @Override
  public OutboundMessage next() {
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

  @Override
  public OutboundMessage heartbeat() {
    return request.format().heartbeat(source.position().shown());
  }

  @Override
  public boolean isSearching() {
    return pause == Pause.SEARCHING;
  }

  @Override
  public boolean isUpToDate() {
    return pause == Pause.NONE_LEFT && source.isUpToDate();
  }

  @Override
  public void settle() {
    source.settle();
  }

  @Override
  public boolean isKnown() {
    return source.isKnown();
  }

  @Override
  public boolean isFar() {
    return source.isFar();
  }

  @Override
  public boolean isAsking() {
    return source.isAsking();
  }

  @Override
  public boolean hasMore() {
    return source.hasMore();
  }

  @Override
  public boolean isAtEnd() {
    return source.isAtEnd();
  }

  @Override
  public CloseReason refusal() {
    return source.refusal();
  }

  @Override
  public Position shown() {
    return source.position().shown();
  }

  @Override
  public boolean startsWithoutPosition() {
    return false;
  }

  @Override
  public long parkedAt() {
    return source.parkedAt();
  }

  @Override
  public void park() {
    source.park();
  }

  @Override
  public void unpark() {
    source.unpark();
  }

  /** Its position in the stream, which stays within the server. */
  Position own() {
    return source.position().own();
  }

  /** Why what the reader has is void since it was last asked; null if it is not. */
  String takeVoided() {
    String reason = voided;
    voided = null;
    return reason;
  }

  /** Whether everything up to the end of its range was read. */
  boolean hasReachedEnd() {
    return ended || range.isPassedBy(source.position().own());
  }

  /** Also releases what is shared. */
  @Override
  public void leave() {
    if (batches != null && !view.isAll()) {
      subscribers.viewBatches().release(view, request.format());
    }
    batches = null;
    source.leave();
  }

  /** Whether it gets the same messages as other readers at the same position. */
  private boolean takesAll() {
    return range == null
        && request.filter() == ChangeFilter.NONE
        && request.limit() == BatchCache.MAX_ENTRIES;
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
      note(batch.voids());
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
    note(part.voids());
    pause = part.message() == null ? Pause.SEARCHING : pause;
    return part.message();
  }

  private void told(Batch.Gaps gaps) {
    if (restricted) {
      inGap = gaps.after();
      count(gaps.count());
    }
  }

  private void note(Voids voids) {
    if (request.documents() != null && voids.reason() != null) {
      voided = voids.reason();
    }
  }

  /** As above; the entry may be one that the filter rejects. */
  private void note(LogEntry entry) {
    if (request.documents() != null && CollectionChanges.voids(request.documents(), entry)) {
      voided = entry.voids();
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
      if (range != null && range.ends(entry)) {
        ended = true;
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
    if (isWanted(entry, entry) && !gather(entry)) {
      return false;
    }
    note(entry);
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
    if (sent != null && isWanted(entry, sent)) {
      if (!gather(sent)) {
        return false;
      }
      inGap = Seen.isNoImage(sent);
      count(inGap ? 1 : 0);
    }
    if (sent != null) {
      note(sent);
    }
    source.take(seen.own(), seen.position());
    return true;
  }

  private boolean isWanted(LogEntry entry, LogEntry seen) {
    return request.filter().passes(seen) && (range == null || range.holds(entry));
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
