package dev.tidewatch.feed.control.documents;

import dev.tidewatch.feed.control.documents.DocumentPlaces.Place;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Position;
import java.time.Duration;

/**
 * How a reader comes to the moment that it reads documents of, as often as it has to begin: it
 * waits for its place, and then for a moment that does not lie before what it has seen.
 *
 * <p>Owned by the dispatcher's thread.
 */
public final class MomentRequest {

  /** How long a reader waits before it begins again, doubled each time until it is well. */
  private static final long FIRST_PAUSE = Duration.ofMillis(500).toNanos();

  private static final long LONGEST_PAUSE = Duration.ofSeconds(64).toNanos();

  private final FeedDocuments documents;
  private final Namespace collection;
  private final String client;
  private final Runnable wake;

  private Place place;
  private boolean hadToWait;
  private long takenNanos;
  private Pending<Snapshot> taking;
  // the reader must not get documents of before this; null if any will do
  private Position least;
  private long pauseNanos;
  private long notBeforeNanos = System.nanoTime();

  /**
   * Asks for nothing yet.
   *
   * @param client the reader's network; null if unknown
   * @param wake called on any thread when it may go on
   */
  public MomentRequest(
      FeedDocuments documents, Namespace collection, String client, Runnable wake) {
    this.documents = documents;
    this.collection = collection;
    this.client = client;
    this.wake = wake;
  }

  /** Asks for a place, unless it has one or has to pause; returns whether it has one now. */
  public boolean takesPlace() {
    if (isPaused()) {
      return false;
    }
    if (place == null) {
      place = documents.places().ask(client, wake);
      hadToWait |= !place.isTaken();
    }
    if (place.isTaken()) {
      takenNanos = System.nanoTime();
    }
    return place.isTaken();
  }

  /**
   * Asks for a moment, unless it has asked or has to pause.
   *
   * @return the moment, or why there is none; null if there is no answer yet
   */
  public Answer<Snapshot> settle() {
    if (taking == null) {
      if (isPaused()) {
        return null;
      }
      taking = new Pending<>(wake);
      taking.begin(documents.reads().snapshot(collection, least, taking));
    }
    Answer<Snapshot> answer = taking.answer();
    if (answer == null) {
      return null;
    }
    taking = null;
    if (answer.value() != null && least != null && least.isAfter(answer.value().position())) {
      // a new primary may not have come that far yet
      pause();
      return null;
    }
    return answer;
  }

  /** The moments to come must not lie before this. */
  public void startFrom(Position seen) {
    least = seen;
  }

  /** Whether it has not begun, because it waits for its place or for a moment. */
  public boolean isAsking() {
    return place != null && !place.isTaken() || taking != null && taking.isPending();
  }

  /** Whether the reader has ever waited for a place. */
  public boolean hadToWait() {
    return hadToWait;
  }

  /** Whether the reader has had its place for longer than it may take for the documents. */
  public boolean isOverdue() {
    return place != null
        && place.isTaken()
        && System.nanoTime() - takenNanos > documents.bounds().time().toNanos();
  }

  /** Lets the reader wait before it asks again: not at all, then twice as long each time. */
  public void pause() {
    notBeforeNanos = System.nanoTime() + pauseNanos;
    pauseNanos = Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, 2 * pauseNanos));
  }

  /** The reader is well: it need not wait when it begins again. */
  public void forgetPauses() {
    pauseNanos = 0;
  }

  /** Whether it has to wait before it asks again. */
  public boolean isPaused() {
    return System.nanoTime() - notBeforeNanos < 0;
  }

  /** Gives up its place and what it has asked for. May be repeated. */
  public void leave() {
    if (place != null) {
      place.leave();
      place = null;
    }
    if (taking != null) {
      taking.withdraw();
      taking = null;
    }
  }
}
