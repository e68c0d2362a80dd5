package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.filter.EntryRange;
import dev.tidewatch.feed.control.format.ExportFormat;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;

/**
 * The changes up to a position, then the last line, then the end. It is never parked, because what
 * ends does not wait for a change.
 *
 * <p>Owned by the dispatcher's thread.
 */
final class Excerpt implements Reading {

  private final MessageReader changes;
  private long count;
  private boolean isOver;
  private boolean isTold;

  /**
   * Begins.
   *
   * @param wake called on any thread when MongoDB has answered
   */
  Excerpt(Subscribers subscribers, SubscribeRequest request, Runnable wake) {
    changes = new MessageReader(subscribers, request, EntryRange.upTo(request.end()), wake);
  }

  @Override
  public OutboundMessage next() {
    if (isOver) {
      isTold = true;
      return null;
    }
    OutboundMessage message = changes.next();
    if (message != null) {
      count += message.changes();
      return message;
    }
    if (changes.refusal() == null && !changes.isSearching() && changes.hasReachedEnd()) {
      isOver = true;
      return ExportFormat.end(changes.shown(), count);
    }
    return null;
  }

  @Override
  public CloseReason refusal() {
    return isTold ? CloseReason.COMPLETE : changes.refusal();
  }

  /** The last line has still to be followed by the end. */
  @Override
  public boolean hasMore() {
    return isOver || changes.hasMore();
  }

  @Override
  public boolean isUpToDate() {
    return isOver || changes.isUpToDate();
  }

  @Override
  public boolean isAtEnd() {
    return isOver || changes.isAtEnd();
  }

  @Override
  public OutboundMessage heartbeat() {
    return isOver ? null : changes.heartbeat();
  }

  @Override
  public boolean isSearching() {
    return changes.isSearching();
  }

  @Override
  public void settle() {
    changes.settle();
  }

  @Override
  public boolean isKnown() {
    return changes.isKnown();
  }

  @Override
  public boolean isFar() {
    return changes.isFar();
  }

  @Override
  public boolean isAsking() {
    return changes.isAsking();
  }

  @Override
  public Position shown() {
    return changes.shown();
  }

  @Override
  public boolean startsWithoutPosition() {
    return false;
  }

  @Override
  public void leave() {
    changes.leave();
  }
}
