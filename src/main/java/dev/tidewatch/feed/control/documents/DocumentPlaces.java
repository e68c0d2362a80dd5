package dev.tidewatch.feed.control.documents;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The places of readers that are being sent the documents of a collection, on all feeds: each may
 * hold a page in memory. Readers without a place wait in a queue. The next free place goes to the
 * client that has the fewest, so that one client cannot keep the others waiting.
 *
 * <p>Thread-safe. Bound: so many places; one entry in the queue for each waiting reader.
 */
public final class DocumentPlaces {

  private final int most;
  // guarded by this
  private final Map<String, Integer> taken = new HashMap<>();
  private final Map<Place, Runnable> queue = new LinkedHashMap<>();
  private int count;

  /** So many places. */
  public DocumentPlaces(int most) {
    this.most = most;
  }

  /** A reader's place, or its place in the queue. Thread-safe. */
  public final class Place {

    private final String client;
    private volatile boolean free;
    private boolean left;

    private Place(String client) {
      this.client = client;
    }

    /** Whether the reader may be sent documents. */
    public boolean isTaken() {
      return free;
    }

    /** Gives the place to the next reader. May be repeated. */
    public void leave() {
      release(this);
    }
  }

  /**
   * Asks for a place.
   *
   * @param client the reader's network; null if unknown
   * @param called runs once if the reader had to wait and has a place now, on any thread
   */
  public Place ask(String client, Runnable called) {
    Place place = new Place(Objects.requireNonNullElse(client, ""));
    synchronized (this) {
      if (count < most) {
        take(place);
      } else {
        queue.put(place, called);
      }
    }
    return place;
  }

  private void take(Place place) {
    place.free = true;
    count++;
    taken.merge(place.client, 1, Integer::sum);
  }

  private void release(Place place) {
    List<Runnable> called = new ArrayList<>();
    synchronized (this) {
      if (place.left) {
        return;
      }
      place.left = true;
      queue.remove(place);
      if (place.free) {
        count--;
        taken.computeIfPresent(place.client, (client, places) -> places == 1 ? null : places - 1);
      }
      while (count < most && !queue.isEmpty()) {
        Place next = next();
        called.add(queue.remove(next));
        take(next);
      }
    }
    called.forEach(Runnable::run);
  }

  /** The longest waiting reader of the client with the fewest places. */
  private Place next() {
    Place best = null;
    for (Place place : queue.keySet()) {
      if (best == null || places(place) < places(best)) {
        best = place;
      }
    }
    return best;
  }

  private int places(Place place) {
    return taken.getOrDefault(place.client, 0);
  }

  /** How many readers wait for a place. */
  public synchronized int waiting() {
    return queue.size();
  }
}
