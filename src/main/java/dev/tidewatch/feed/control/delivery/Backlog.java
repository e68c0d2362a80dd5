package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.batch.BatchCache;
import dev.tidewatch.feed.control.history.CatchUpRequest;
import dev.tidewatch.feed.control.history.CatchUpResult;
import dev.tidewatch.feed.control.history.HistoryBatch;
import dev.tidewatch.feed.control.index.ServerFilter;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.view.FeedView;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;

/**
 * The history that is read from MongoDB for one reader, a batch at a time.
 *
 * <p>Owned by the dispatcher's thread. An answer may arrive on any thread and waits here for the
 * dispatcher.
 */
final class Backlog {

  private final Subscribers subscribers;
  private final SubscribeRequest request;
  private final FeedView view;
  private final Runnable wake;
  // null for all changes
  private final ServerFilter wanted;
  // the pending request; null if there is none
  private CatchUpRequest pending;
  // the batch that was read, and the index of the next entry in it; null if none is left
  private HistoryBatch batch;
  private int next;
  // the reader's position when it asked: what comes up to there is skipped
  private Position floor;
  // where the last batch ended; null before the first
  private Position read;
  private boolean answered;
  private volatile CatchUpResult answer;

  /**
   * A backlog without any history yet.
   *
   * @param wake wakes the dispatcher's thread; may run on any thread
   */
  Backlog(Subscribers subscribers, SubscribeRequest request, FeedView view, Runnable wake) {
    this.subscribers = subscribers;
    this.request = request;
    this.view = view;
    this.wake = wake;
    this.wanted = ServerFilter.of(request.filter(), request.view());
  }

  /** Requests what follows the reader's position, unless a request is pending. */
  void ask(Position after) {
    if (pending == null) {
      floor = after;
      Position from = read == null || !view.isRestricted() ? view.start(after) : read;
      pending = subscribers.catchUp(from, wanted, request, this::receive);
    }
  }

  private void receive(CatchUpResult result) {
    answer = result;
    wake.run();
  }

  /**
   * Takes an answer that has arrived. Returns the reason if the reader is refused; null otherwise.
   */
  CloseReason settle() {
    CatchUpResult result = answer;
    if (result == null) {
      return null;
    }
    answer = null;
    pending = null;
    if (result instanceof CatchUpResult.Refused refused) {
      return refused.reason();
    }
    CatchUpResult.Entries entries = (CatchUpResult.Entries) result;
    answered = true;
    batch = entries.batch();
    next = view.isRestricted() ? batch.indexAfter(floor) : entries.first();
    entries.gaps().forEach(gap -> subscribers.counters().gaps().add(gap.reason()));
    return null;
  }

  /** Where the batch ends, which may lie after its last entry; null while entries are left. */
  Position finish() {
    if (batch == null || next < batch.entries().size()) {
      return null;
    }
    read = batch.reached();
    batch = null;
    return view.isRestricted() && floor.isAfter(read) ? floor : read;
  }

  boolean hasEntries() {
    return batch != null;
  }

  /** The next entry; only if there is one. */
  LogEntry peek() {
    return batch.entries().get(next);
  }

  void take() {
    next++;
  }

  /**
   * The next message, shared with other readers; null if it is still being encoded.
   *
   * @param inGap whether the reader was sent a gap without an image and has seen nothing since
   */
  HistoryBatch.Part part(BatchCache batches, boolean inGap) {
    return batch.part(batches, next, inGap);
  }

  /** Skips to an index and returns the position of the entry before it. */
  Position skipTo(int index) {
    next = index;
    return batch.entries().get(index - 1).position();
  }

  /** Whether a request to MongoDB is pending and has no answer yet. */
  boolean isAsking() {
    return pending != null && answer == null;
  }

  /** Whether MongoDB has answered with history from the reader's position. */
  boolean hasAnswered() {
    return answered;
  }

  /** Withdraws the pending request, because the reader has left. */
  void cancel() {
    if (pending != null) {
      pending.cancel();
    }
  }
}
