package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Outage;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The outages of one watch. An outage is over once the watch has read something again, because a
 * stream that opens may still fail at its first read. Its recorded end is the time at which that
 * stream was opened.
 *
 * <p>Thread-safe. Bound: the latest {@link #KEPT} outages.
 */
final class Outages {

  /** How many are kept, including the present one. */
  static final int KEPT = 20;

  private final Deque<Outage> past = new ArrayDeque<>();
  // read without the lock, because every change reads it
  private volatile Outage present;
  private Instant opened;

  /**
   * The watch reads nothing.
   *
   * @param since when it began; used only by the first call of an outage
   * @param head the watch's position; null if it has not begun
   */
  synchronized void down(WatchStatus status, Instant since, Position head) {
    opened = null;
    Outage known = present;
    if (known == null) {
      present = new Outage(reason(status), since, null, head, false);
    } else if (known.reason() == Outage.Reason.FAILED) {
      present = known.because(reason(status));
    }
  }

  private static Outage.Reason reason(WatchStatus status) {
    if (status.state() == WatchStatus.State.PAUSED) {
      return Outage.Reason.PAUSED;
    }
    return status.away() ? Outage.Reason.UNREACHABLE : Outage.Reason.FAILED;
  }

  /** The stream is open, and nothing was read yet. */
  synchronized void opened(Instant now) {
    if (present != null && opened == null) {
      opened = now;
    }
  }

  /** Changes were missed. */
  synchronized void lost() {
    if (present != null) {
      present = present.withLoss();
    }
  }

  /** The watch has read a change, or an empty reply. */
  void reads(Instant now) {
    if (present != null) {
      end(now);
    }
  }

  private synchronized void end(Instant now) {
    Outage over = present;
    if (over == null) {
      return;
    }
    present = null;
    // before the first stream, readers could not miss anything
    if (over.after() != null) {
      past.addLast(over.until(opened == null ? now : opened));
      if (past.size() == KEPT) {
        past.removeFirst();
      }
    }
    opened = null;
  }

  /** Oldest first, the present one last. */
  synchronized List<Outage> all() {
    List<Outage> all = new ArrayList<>(past);
    if (present != null) {
      all.add(present);
    }
    return all;
  }
}
