package dev.tidewatch.feed.control.admission;

import dev.tidewatch.feed.entity.CloseReason;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A session's permit, or the reason for its refusal. Thread-safe. */
public final class SessionPermit {

  private final CloseReason refusal;
  private final AtomicReference<Runnable> release;

  private SessionPermit(CloseReason refusal, Runnable giveBack) {
    this.refusal = refusal;
    this.release = new AtomicReference<>(giveBack);
  }

  static SessionPermit granted(Runnable giveBack) {
    return new SessionPermit(null, giveBack);
  }

  static SessionPermit refused(CloseReason reason) {
    return new SessionPermit(reason, null);
  }

  /** The reason for the refusal; empty if the permit was given. */
  public Optional<CloseReason> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Returns the permit. May be repeated. */
  public void release() {
    Runnable action = release.getAndSet(null);
    if (action != null) {
      action.run();
    }
  }
}
