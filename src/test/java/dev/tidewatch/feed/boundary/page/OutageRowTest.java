package dev.tidewatch.feed.boundary.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.entity.Outage;
import dev.tidewatch.feed.entity.Position;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutageRowTest {

  private static final Instant FROM = Instant.parse("2026-11-27T14:05:10.250Z");
  private static final Instant TO = Instant.parse("2026-11-27T14:06:02Z");

  @Test
  void itSaysWhatHappenedWhenAndThatNothingWasLost() {
    assertThat(row(Outage.Reason.UNREACHABLE, false))
        .isEqualTo(
            "MongoDB could not be reached from 2026-11-27 14:05:10 UTC to 2026-11-27 14:06:02 UTC."
                + " Nothing was lost.");
    assertThat(row(Outage.Reason.PAUSED, false)).startsWith("The watch was paused from ");
    assertThat(row(Outage.Reason.FAILED, false))
        .startsWith("The watch of MongoDB was interrupted from ");
  }

  @Test
  void afterALossItSaysSo() {
    assertThat(row(Outage.Reason.UNREACHABLE, true))
        .endsWith(". Changes were missed: see the gap.")
        .doesNotContain("Nothing was lost");
  }

  @Test
  void itStandsAfterTheLastChangeBeforeIt() {
    List<Outage> outages = List.of(outage("82AB", TO), outage("82AD", TO), outage("82AF", null));

    assertThat(OutageRow.between(outages, position("82AB"), position("82AC"))).hasSize(1);
    assertThat(OutageRow.between(outages, position("82AC"), position("82AD"))).isEmpty();
    assertThat(OutageRow.between(outages, position("82AC"), null)).hasSize(1);
    assertThat(OutageRow.between(outages, null, position("82AD"))).isEmpty();
  }

  private static String row(Outage.Reason reason, boolean lost) {
    Outage outage = new Outage(reason, FROM, TO, position("82AB"), lost);
    return OutageRow.between(List.of(outage), position("82AA"), null).get(0).getText();
  }

  private static Outage outage(String after, Instant to) {
    return new Outage(Outage.Reason.UNREACHABLE, FROM, to, position(after), false);
  }

  private static Position position(String data) {
    return new Position(data);
  }
}
