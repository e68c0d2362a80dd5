package dev.tidewatch.feed.control.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * When parked readers have to be looked after: for a heartbeat, a ping, the end of a token. Those
 * that need nothing yet cost nothing.
 *
 * <p>Owned by the dispatcher's thread. Bound: one entry for each reader, which stays until it is
 * due.
 */
final class DueReaders {

  private final PriorityQueue<Due> queue = new PriorityQueue<>();

  private record Due(long nanos, Subscription reader) implements Comparable<Due> {

    @Override
    public int compareTo(Due other) {
      // the difference, because a nanoTime may overflow
      return Long.signum(nanos - other.nanos);
    }
  }

  /** A reader was parked, which may have been so before. */
  void add(Subscription reader, long now) {
    if (!reader.spot().isScheduled()) {
      reader.spot().schedule(true);
      queue.add(new Due(reader.dueNanos(now), reader));
    }
  }

  /** Looks after those that are parked and due. */
  void tend(long now) {
    List<Subscription> due = new ArrayList<>();
    while (!queue.isEmpty() && queue.peek().nanos - now <= 0) {
      due.add(queue.poll().reader);
    }
    for (Subscription reader : due) {
      reader.spot().schedule(false);
      if (reader.isParked()) {
        reader.tend(now);
        if (reader.isParked()) {
          add(reader, now);
        }
      }
    }
  }
}
