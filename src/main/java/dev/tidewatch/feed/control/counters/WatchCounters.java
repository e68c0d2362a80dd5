package dev.tidewatch.feed.control.counters;

import dev.tidewatch.feed.control.source.StreamFailure;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Gap;

/** What the watch of one feed saw. The watch's thread counts; any reads. */
public final class WatchCounters {

  private final ChangeCounts changes = new ChangeCounts();
  private final EnumCounter<Gap.Reason> gaps = new EnumCounter<>(Gap.Reason.class);
  private final EnumCounter<StreamFailure.Kind> restarts =
      new EnumCounter<>(StreamFailure.Kind.class);

  public WatchCounters() {}

  public void saw(FeedEntry entry) {
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
  public EnumCounter<Gap.Reason> gaps() {
    return gaps;
  }

  /** How often the stream had to be opened again, by what had happened to it. */
  public EnumCounter<StreamFailure.Kind> restarts() {
    return restarts;
  }
}
