package dev.tidewatch.feed.control.watch;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.WatchStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * When a watch last heard from MongoDB, and up to what time it has seen everything. A database that
 * hangs raises no error for a long time: its silence is what tells.
 *
 * <p>The watch's thread writes; any reads.
 */
public final class Liveness {

  /** A getMore waits a second at most for a change; three more are for a slow network. */
  static final Duration SILENCE = Duration.ofSeconds(4);

  private final InstantSource clock;
  private volatile Instant heard;
  private volatile Instant answered;
  private volatile Instant seen;
  private volatile boolean announcing;

  public Liveness(InstantSource clock) {
    this.clock = clock;
  }

  /** MongoDB has answered. */
  public void heard() {
    heard = clock.instant();
  }

  /** MongoDB has answered that there is nothing more by now. */
  public void upToDate() {
    heard();
    answered = heard;
    seen = heard;
  }

  /** A change came and is now announced to the observers. */
  public void announcing(Change change) {
    heard();
    answered = heard;
    Instant time = change.time().orElse(null);
    if (time != null && (seen == null || time.isAfter(seen))) {
      seen = time;
    }
    announcing = true;
  }

  /** The observers are done with it. */
  public void announced() {
    announcing = false;
    heard();
  }

  /** Nothing has been heard for longer than {@link #SILENCE}. */
  public boolean isSilent() {
    return heard != null && heard.plus(SILENCE).isBefore(clock.instant());
  }

  /**
   * Since when nothing comes that should: since MongoDB's last answer if it is away, since the
   * watch was last well if it is silent, else since now.
   */
  public Instant since(WatchStatus status) {
    Instant last = status.away() ? answered : isSilent() ? heard : null;
    return last == null ? clock.instant() : last;
  }

  /** Whether it is an observer that the watch waits for, and not MongoDB. */
  public boolean waitsForObserver() {
    return announcing;
  }

  /**
   * How far the watch is behind MongoDB: the time since the last answer that there was nothing
   * more, or since the last change read, whichever is later. The two clocks' difference is in it.
   * Empty before the first of them.
   */
  public Optional<Duration> lag() {
    Instant known = seen;
    if (known == null) {
      return Optional.empty();
    }
    Duration lag = Duration.between(known, clock.instant());
    return Optional.of(lag.isNegative() ? Duration.ZERO : lag);
  }
}
