package dev.tidewatch.feed.boundary.page;

import dev.tidewatch.feed.boundary.OutageState;
import dev.tidewatch.feed.entity.Outage;
import dev.tidewatch.feed.entity.Position;
import java.util.List;

/** An outage that is over, as a row among the changes. Has getters because EL reads properties. */
public final class OutageRow {

  private final Outage outage;
  private final OutageState state;

  private OutageRow(Outage outage) {
    this.outage = outage;
    this.state = new OutageState(outage);
  }

  /**
   * The outages after one position and not after the next.
   *
   * @param from null for the start
   * @param before null for the end
   */
  static List<OutageRow> between(List<Outage> outages, Position from, Position before) {
    return outages.stream()
        .filter(outage -> outage.to() != null && from != null && !from.isAfter(outage.after()))
        .filter(outage -> before == null || before.isAfter(outage.after()))
        .map(OutageRow::new)
        .toList();
  }

  /** ISO-8601 in UTC with milliseconds, by this server's clock. */
  public String getFrom() {
    return state.getFrom();
  }

  /** As {@link #getFrom}. */
  public String getTo() {
    return state.getTo();
  }

  /** The watch's position at the outage. */
  public String getAfter() {
    return state.getAfter();
  }

  /** {@code unreachable}, {@code paused} or {@code failed}. */
  public String getReason() {
    return state.getReason();
  }

  /** Whether a gap followed. */
  public boolean isLost() {
    return state.isLost();
  }

  /** What happened, with times in UTC, shown until the script converts them to local time. */
  public String getText() {
    String what =
        switch (outage.reason()) {
          case UNREACHABLE -> "MongoDB could not be reached";
          case PAUSED -> "The watch was paused";
          case FAILED -> "The watch of MongoDB was interrupted";
        };
    return what
        + " from "
        + inWords(getFrom())
        + " to "
        + inWords(getTo())
        + (outage.lost() ? ". Changes were missed: see the gap." : ". Nothing was lost.");
  }

  private static String inWords(String time) {
    return time.substring(0, "2026-01-01T00:00:00".length()).replace('T', ' ') + " UTC";
  }
}
