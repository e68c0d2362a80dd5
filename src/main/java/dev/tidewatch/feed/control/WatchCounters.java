package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Gap;

/** What the watch of one feed saw. The watch's thread counts; any reads. */
public final class WatchCounters {

  private final ChangeCounts changes = new ChangeCounts();
  private final Tally<Gap.Reason> gaps = new Tally<>(Gap.Reason.class);
  private final Tally<StreamFailure.Kind> restarts = new Tally<>(StreamFailure.Kind.class);

  WatchCounters() {}

  void saw(FeedEntry entry) {
    if (entry instanceof Change change) {
      changes.add(change);
    } else {
      gaps.add(((Gap) entry).reason());
    }
  }

  /** Changes. */
  public ChangeCounts changes() {
    return changes;
  }

  /** Gaps, which every reader has. */
  public Tally<Gap.Reason> gaps() {
    return gaps;
  }

  /** How often the stream had to be opened again, by what had happened to it. */
  public Tally<StreamFailure.Kind> restarts() {
    return restarts;
  }
}
