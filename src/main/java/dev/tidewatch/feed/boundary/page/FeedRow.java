package dev.tidewatch.feed.boundary.page;

import dev.tidewatch.feed.boundary.FeedAccess.Granted;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.Outage;
import dev.tidewatch.feed.entity.WatchStatus;
import dev.tidewatch.text.IsoTime;
import java.time.Duration;
import java.util.Locale;

/**
 * A feed in the table of all. The script keeps it up to date from {@code GET /api/feeds}, whose
 * words these are. Has getters because EL reads properties.
 */
public final class FeedRow {

  private final Feed feed;
  private final View view;
  private final WatchStatus status;

  private FeedRow(Feed feed, View view) {
    this.feed = feed;
    this.view = view;
    this.status = feed.status();
  }

  static FeedRow of(Granted granted) {
    return new FeedRow(granted.feed(), granted.view());
  }

  public String getName() {
    return feed.name();
  }

  public String getNs() {
    return feed.namespace();
  }

  /** {@code live}, {@code reconnecting}, {@code paused} or {@code stopped}. */
  public String getState() {
    return status.state().text();
  }

  /** Why it is not live; null while live. */
  public String getCause() {
    return status.cause();
  }

  /** How far it is behind MongoDB, such as "0.4 s"; a dash if unknown. */
  public String getLag() {
    return feed.lag()
        .map(lag -> String.format(Locale.ROOT, "%.1f s", lag.toMillis() / 1000.0))
        .orElse("–");
  }

  /** Readers on this server; a dash for a reader that may not see everything. */
  public String getReaders() {
    return view.isRestricted() ? "–" : number(feed.subscribers().count());
  }

  /** Changes since the start; as above. */
  public String getChanges() {
    return view.isRestricted() ? "–" : number(feed.changes());
  }

  /** When the last outage ended after which changes were missed, in ISO-8601; null if none. */
  public String getLastGap() {
    return feed.outages(view).stream()
        .filter(outage -> outage.lost() && outage.to() != null)
        .reduce((first, last) -> last)
        .map(Outage::to)
        .map(IsoTime::withMillis)
        .orElse(null);
  }

  /** From when MongoDB has its history, in ISO-8601; null if unknown, and as above. */
  public String getOldest() {
    return feed.oldest(view, Duration.ZERO).map(IsoTime::shortest).orElse(null);
  }

  /** Whether its changes carry the documents before and after. */
  public boolean isImages() {
    return feed.hasImages();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
