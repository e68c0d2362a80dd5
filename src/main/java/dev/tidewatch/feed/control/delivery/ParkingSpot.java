package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.index.Interest;
import dev.tidewatch.feed.control.index.ReaderIndex.Listing;

/**
 * Where one reader is parked, if it can be found by what a change holds. It is listed the first
 * time that it is parked, because a reader that only looks in never waits.
 *
 * <p>Owned by the dispatcher's thread.
 */
final class ParkingSpot {

  private final Subscribers subscribers;
  private final Subscription reader;
  private final Reading messages;
  // null if it cannot be found by what a change holds, and once it is listed
  private Interest interest;
  // null as long as it was never parked
  private Listing<Subscription> listing;
  private boolean scheduled;

  /**
   * The reader is not parked.
   *
   * @param messages what it reads
   */
  ParkingSpot(Subscribers subscribers, Subscription reader, Reading messages) {
    this.subscribers = subscribers;
    this.reader = reader;
    this.messages = messages;
    SubscribeRequest request = reader.request();
    // what ends does not wait for a change
    this.interest = request.end() == null ? Interest.of(request.filter(), request.view()) : null;
  }

  /** Whether the reader can be parked. */
  boolean isUsable() {
    return interest != null || listing != null;
  }

  /** Parks the reader, which is at its end, if it can be found. */
  void park() {
    if (interest != null) {
      listing = subscribers.parking().list(reader, interest);
      interest = null;
    }
    if (listing != null) {
      messages.park();
      subscribers.parked(reader);
    }
  }

  /** Lets the reader read on from where the parked readers are. */
  void unpark() {
    messages.unpark();
    subscribers.unparked(reader);
  }

  /** The reader has ended. */
  void forget(boolean isParked) {
    subscribers.forget(reader, isParked, listing);
  }

  /** Whether {@link DueReaders} has it. */
  boolean isScheduled() {
    return scheduled;
  }

  void schedule(boolean isScheduled) {
    scheduled = isScheduled;
  }
}
