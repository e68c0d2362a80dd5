package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.batch.BatchCache;
import dev.tidewatch.feed.control.history.CatchUpRequest;
import dev.tidewatch.feed.control.history.CatchUpResult;
import dev.tidewatch.feed.control.history.HistoryBatch;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;

/**
 * What a reader is read from MongoDB, a batch at a time.
 *
 * <p>Owned by the delivering thread; an answer comes from any thread and waits here for it.
 */
final class Backlog {

  private final Subscribers subscribers;
  private final SubscribeRequest request;
  private final Runnable wake;
  // what is asked for; null if nothing is
  private CatchUpRequest pending;
  // what was read, and the index of what comes next in it; null if nothing is left
  private HistoryBatch batch;
  private int next;
  private boolean answered;
  private volatile CatchUpResult answer;

  /**
   * Nothing yet.
   *
   * @param wake wakes the delivering thread; runs on any thread
   */
  Backlog(Subscribers subscribers, SubscribeRequest request, Runnable wake) {
    this.subscribers = subscribers;
    this.request = request;
    this.wake = wake;
  }

  /** Asks for what follows a position, unless that is on its way. */
  void ask(Position after) {
    if (pending == null) {
      pending = subscribers.catchUp(after, request, this::receive);
    }
  }

  private void receive(CatchUpResult result) {
    answer = result;
    wake.run();
  }

  /** Takes what has come. Returns why nothing will ever come; null if something may. */
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
    next = entries.first();
    entries.gaps().forEach(gap -> subscribers.counters().gaps().add(gap.reason()));
    return null;
  }

  /** Where the batch ends, which may lie behind its last entry; null while any of it is left. */
  Position finish() {
    if (batch == null || next < batch.entries().size()) {
      return null;
    }
    Position reached = batch.reached();
    batch = null;
    return reached;
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

  /** The next message as other readers get it too; null if it is still being encoded. */
  HistoryBatch.Part part(BatchCache batches) {
    return batch.part(batches, next);
  }

  /** The position of the last entry before an index; goes on from there. */
  Position skipTo(int index) {
    next = index;
    return batch.entries().get(index - 1).position();
  }

  /** Whether nothing can be done before MongoDB has answered. */
  boolean isAsking() {
    return pending != null && answer == null;
  }

  /** Whether MongoDB has read on from where the reader was. */
  boolean hasAnswered() {
    return answered;
  }

  /** The reader has gone. */
  void cancel() {
    if (pending != null) {
      pending.cancel();
    }
  }
}
