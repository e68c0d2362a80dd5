package dev.tidewatch.feed.control.watch;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.WatchStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * When a watch last heard from MongoDB, and up to what time it has seen everything. A hanging
 * database raises no error for a long time, so its silence is the sign.
 *
 * <p>The watch's thread writes; any thread reads.
 */
public final class Liveness {

  /**
   * A getMore waits at most one second for a change; three more seconds allow for a slow network.
   */
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

  /** MongoDB has answered that there are no more changes now. */
  public void upToDate() {
    heard();
    answered = heard;
    seen = heard;
  }

  /** A change was read, and observers are being notified. */
  public void announcing(Change change) {
    heard();
    answered = heard;
    Instant time = change.time().orElse(null);
    if (time != null && (seen == null || time.isAfter(seen))) {
      seen = time;
    }
    announcing = true;
  }

  /** The observers have returned. */
  public void announced() {
    announcing = false;
    heard();
  }

  /** Whether nothing was heard for longer than {@link #SILENCE}. */
  public boolean isSilent() {
    return heard != null && heard.plus(SILENCE).isBefore(clock.instant());
  }

  /**
   * When an outage began: at MongoDB's last answer if it is unreachable, when the watch was last
   * live if MongoDB is silent, else now.
   */
  public Instant since(WatchStatus status) {
    Instant last = status.away() ? answered : isSilent() ? heard : null;
    return last == null ? clock.instant() : last;
  }

  /** Whether the watch waits for an observer, not for MongoDB. */
  public boolean waitsForObserver() {
    return announcing;
  }

  /**
   * How far the watch is behind MongoDB: the time since the last empty answer or since the last
   * change read, whichever is later. Includes the difference of the two clocks. Empty before the
   * first of them.
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
