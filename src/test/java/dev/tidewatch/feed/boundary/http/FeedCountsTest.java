package dev.tidewatch.feed.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.counters.RecentCounts;
import dev.tidewatch.feed.entity.Outage;
import dev.tidewatch.feed.entity.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedCountsTest {

  private static final Instant NOW = Instant.parse("2026-11-27T14:15:00.300Z");
  private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(1));

  @Test
  void allIsKnownToAWatchThatReads() {
    assertThat(unknown(LONG_AGO, List.of(), Duration.ofMillis(300))).isEmpty();
    // what happened meanwhile was read later
    assertThat(unknown(LONG_AGO, List.of(outage(60, 30, false)), Duration.ZERO)).isEmpty();
  }

  @Test
  void whatWasBeforeTheStartIsUnknown() {
    assertThat(unknown(NOW.minusSeconds(60), List.of(), Duration.ZERO))
        .containsExactly("14:00:01.000-14:14:00.300 starting");
    assertThat(unknown(null, List.of(), Duration.ZERO))
        .containsExactly("14:00:01.000-14:15:00.300 starting");
  }

  @Test
  void whatTheWatchHasNotReadIsUnknown() {
    assertThat(unknown(LONG_AGO, List.of(outage(20, 0, false)), Duration.ofSeconds(20)))
        .containsExactly("14:14:40.300-14:15:00.300 unreachable");
    assertThat(unknown(LONG_AGO, List.of(), Duration.ofSeconds(90)))
        .containsExactly("14:13:30.300-14:15:00.300 behind");
    assertThat(unknown(LONG_AGO, List.of(outage(5000, 30, true)), Duration.ZERO))
        .containsExactly("14:00:01.000-14:14:30.300 lost");
    assertThat(unknown(LONG_AGO, List.of(outage(5000, 3000, true)), Duration.ZERO)).isEmpty();
  }

  private static List<String> unknown(Instant began, List<Outage> outages, Duration lag) {
    return FeedCounts.of(RecentCounts.none(NOW), began, outages, lag, NOW).getUnknown().stream()
        .map(u -> time(u.getFrom()) + "-" + time(u.getTo()) + " " + u.getReason())
        .toList();
  }

  private static String time(String instant) {
    return instant.substring("2026-11-27T".length(), instant.length() - 1);
  }

  /** From so many seconds ago to so many, or until now. */
  private static Outage outage(int from, int to, boolean lost) {
    return new Outage(
        Outage.Reason.UNREACHABLE,
        NOW.minusSeconds(from),
        to == 0 ? null : NOW.minusSeconds(to),
        new Position("8200"),
        lost);
  }
}
