package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;

/**
 * What one reader is sent, message by message.
 *
 * <p>Owned by the dispatcher's thread.
 */
interface Reading {

  /**
   * What a request asks for.
   *
   * @param wake called on any thread when there may be more to send
   */
  static Reading of(Subscribers subscribers, SubscribeRequest request, Runnable wake) {
    if (request.end() != null) {
      return new Excerpt(subscribers, request, wake);
    }
    return request.documents() == null
        ? new MessageReader(subscribers, request, wake)
        : new LiveDocuments(subscribers, request, wake);
  }

  /** The next message; null if there is none now. */
  OutboundMessage next();

  /** The message for a reader that has had none for a while; null if the protocol has none. */
  OutboundMessage heartbeat();

  /** Whether {@link #next} returned null because its search has not ended yet. */
  boolean isSearching();

  /** Whether the reader is up to date; asked after {@link #next} returned null. */
  boolean isUpToDate();

  /** Determines where the reader is, and requests from MongoDB what it needs. Cheap. */
  void settle();

  /** Whether the greeting may be sent: it begins a response, which then cannot be a refusal. */
  boolean isKnown();

  /** Whether the reader has to be served after live readers, one message at a time. */
  boolean isFar();

  /** Whether something in progress will wake the reader. */
  boolean isAsking();

  /** Whether there may be another message without a new log entry. */
  boolean hasMore();

  /** Whether everything available was sent. */
  boolean isAtEnd();

  /** The reason if the reader is refused; else null. */
  CloseReason refusal();

  /** What the reader may be told of its position; null if it has none yet. */
  Position shown();

  /** Whether it has no position before it has been sent something. */
  boolean startsWithoutPosition();

  /**
   * The number up to which it had read when it was parked; the greatest long if it is not. It never
   * is, unless it overrides this, {@link #park} and {@link #unpark}.
   */
  default long parkedAt() {
    return Long.MAX_VALUE;
  }

  /** Parks it; only at its end, and if its reader is listed. */
  default void park() {
    throw new IllegalStateException(getClass().getSimpleName() + " is not parked");
  }

  /** Reads on from where the parked readers are. */
  default void unpark() {
    throw new IllegalStateException(getClass().getSimpleName() + " is not parked");
  }

  /** Withdraws what is pending, because the reader has left. */
  void leave();
}
