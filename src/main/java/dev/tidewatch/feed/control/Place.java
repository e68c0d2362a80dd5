package dev.tidewatch.feed.control;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A session's place among those that are served, or why it has none. Any thread. */
public final class Place {

  private final CloseReason refusal;
  private final AtomicReference<Runnable> giveBack;

  private Place(CloseReason refusal, Runnable giveBack) {
    this.refusal = refusal;
    this.giveBack = new AtomicReference<>(giveBack);
  }

  static Place taken(Runnable giveBack) {
    return new Place(null, giveBack);
  }

  static Place refused(CloseReason reason) {
    return new Place(reason, null);
  }

  /** Why there is none; empty if there is. */
  public Optional<CloseReason> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Leaves the place to the next one. May be repeated. */
  public void giveBack() {
    Runnable action = giveBack.getAndSet(null);
    if (action != null) {
      action.run();
    }
  }
}
