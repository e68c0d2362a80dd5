package dev.tidewatch.feed.boundary.http;

import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.counters.RecentCounts;
import dev.tidewatch.feed.control.counters.RecentCounts.Kind;
import dev.tidewatch.feed.control.counters.RecentCounts.Window;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.Outage;
import dev.tidewatch.text.IsoTime;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The changes of a feed's last 15 minutes by second and operation, as JSON. A reader that may not
 * see everything gets none, because a count would tell it of changes that it may not see. Has
 * getters because JSON-B 3.0 does not support records.
 */
@JsonbPropertyOrder({"begin", "seconds", "counts", "unknown"})
public final class FeedCounts {

  /** A watch that is up to date is less than this behind. */
  private static final Duration BEHIND = Duration.ofSeconds(5);

  private final Window window;
  private final List<Unknown> unknown = new ArrayList<>();

  private FeedCounts(Window window) {
    this.window = window;
  }

  /** The counts as a reader with this view may see them. */
  static FeedCounts of(Feed feed, View view, Instant now) {
    RecentCounts recent = feed.counters().recent();
    return view.isRestricted()
        ? new FeedCounts(RecentCounts.none(now)).unknown(Instant.MIN, now, "restricted")
        : of(
            recent.until(now),
            recent.began(),
            feed.outages(),
            feed.lag().orElse(Duration.ZERO),
            now);
  }

  /**
   * All counts, with what is unknown.
   *
   * @param began when the watch began to read; null before
   * @param lag how far it is behind
   */
  static FeedCounts of(
      Window window, Instant began, List<Outage> outages, Duration lag, Instant now) {
    return new FeedCounts(window)
        .unknown(Instant.MIN, began == null ? now : began, "starting")
        .missing(outages, lag, now);
  }

  /** What the watch has not read, or not yet. */
  private FeedCounts missing(List<Outage> outages, Duration lag, Instant now) {
    boolean down = false;
    for (Outage outage : outages) {
      // what happened in any other outage was read after it
      if (outage.to() == null) {
        down = true;
        unknown(outage.from(), now, outage.reason().text());
      } else if (outage.lost()) {
        unknown(outage.from(), outage.to(), "lost");
      }
    }
    return down || lag.compareTo(BEHIND) < 0 ? this : unknown(now.minus(lag), now, "behind");
  }

  private FeedCounts unknown(Instant from, Instant to, String reason) {
    Instant begin = window.begin();
    if (to.isAfter(begin)) {
      unknown.add(new Unknown(from.isBefore(begin) ? begin : from, to, reason));
    }
    return this;
  }

  /** The first second, an ISO-8601 instant. */
  public String getBegin() {
    return window.begin().toString();
  }

  /** How many seconds there are; the last one is not over yet. */
  public int getSeconds() {
    return RecentCounts.SECONDS;
  }

  /** A count for each second, by operation. */
  public Map<String, int[]> getCounts() {
    Map<String, int[]> counts = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      counts.put(kind.name().toLowerCase(Locale.ROOT), window.counts().get(kind));
    }
    return counts;
  }

  /** When changes may have happened that are not counted, oldest first. */
  public List<Unknown> getUnknown() {
    return unknown;
  }

  /** A time of which the counts are not known. */
  @JsonbPropertyOrder({"from", "to", "reason"})
  public static final class Unknown {

    private final Instant from;
    private final Instant to;
    private final String reason;

    private Unknown(Instant from, Instant to, String reason) {
      this.from = from;
      this.to = to;
      this.reason = reason;
    }

    /** An ISO-8601 instant. */
    public String getFrom() {
      return IsoTime.withMillis(from);
    }

    /** As above. */
    public String getTo() {
      return IsoTime.withMillis(to);
    }

    /**
     * {@code starting}: before the server began to read; {@code unreachable}, {@code paused} or
     * {@code failed}: the watch does not read now; {@code behind}: it has not read that far; {@code
     * lost}: some changes could not be read any more; {@code restricted}: the reader may not see
     * everything.
     */
    public String getReason() {
      return reason;
    }
  }
}
