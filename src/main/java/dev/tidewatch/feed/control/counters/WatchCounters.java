package dev.tidewatch.feed.control.counters;

import dev.tidewatch.feed.control.source.StreamFailure;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Gap;
import java.time.Instant;

/** What the watch of one feed has read. The watch's thread counts; any thread reads. */
public final class WatchCounters {

  private final ChangeCounts changes = new ChangeCounts();
  private final RecentCounts recent = new RecentCounts();
  private final EnumCounter<Gap.Reason> gaps = new EnumCounter<>(Gap.Reason.class);
  private final EnumCounter<StreamFailure.Kind> restarts =
      new EnumCounter<>(StreamFailure.Kind.class);

  public WatchCounters() {}

  public void saw(FeedEntry entry) {
    if (entry instanceof Change change) {
      changes.add(change);
      recent.add(change, Instant.now());
    } else {
      gaps.add(((Gap) entry).reason());
    }
  }

  /** Changes, by namespace and operation. */
  public ChangeCounts changes() {
    return changes;
  }

  /** Changes of the last 15 minutes, by second and operation. */
  public RecentCounts recent() {
    return recent;
  }

  /** Gaps, which every reader gets, by reason. */
  public EnumCounter<Gap.Reason> gaps() {
    return gaps;
  }

  /** How often the stream was reopened, by the failure that ended it. */
  public EnumCounter<StreamFailure.Kind> restarts() {
    return restarts;
  }
}
