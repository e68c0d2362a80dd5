package dev.tidewatch.feed.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.entity.Outage;
import dev.tidewatch.feed.entity.Outage.Reason;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutagesTest {

  private static final WatchStatus AWAY = WatchStatus.away("MongoDB cannot be reached.");
  private static final Position HEAD = new Position("82AA");

  private final Outages outages = new Outages();

  @Test
  void anOutageLastsFromTheFailureToTheStreamThatReadsAgain() {
    outages.reads(at(0));
    outages.down(AWAY, at(1), HEAD);
    outages.down(AWAY, at(2), HEAD);
    assertThat(outages.all())
        .containsExactly(new Outage(Reason.UNREACHABLE, at(1), null, HEAD, false));

    outages.opened(at(5));
    assertThat(outages.all().get(0).to()).as("nothing was read yet").isNull();

    outages.reads(at(6));
    assertThat(outages.all())
        .containsExactly(new Outage(Reason.UNREACHABLE, at(1), at(5), HEAD, false));
  }

  @Test
  void aStreamThatOpensAndFailsAtItsFirstReadEndsNoOutage() {
    outages.down(AWAY, at(1), HEAD);
    outages.opened(at(2));
    outages.down(AWAY, at(3), HEAD);
    outages.opened(at(8));
    outages.reads(at(9));

    assertThat(outages.all())
        .containsExactly(new Outage(Reason.UNREACHABLE, at(1), at(8), HEAD, false));
  }

  @Test
  void aGapBeforeAnythingIsReadSaysThatChangesWereMissed() {
    outages.down(AWAY, at(1), HEAD);
    outages.opened(at(2));
    outages.lost();
    outages.reads(at(3));
    outages.lost();

    assertThat(outages.all())
        .containsExactly(new Outage(Reason.UNREACHABLE, at(1), at(2), HEAD, true));
  }

  @Test
  void aDatabaseThatWasSilentIsBackWhenItAnswers() {
    outages.down(AWAY, at(1), HEAD);
    outages.reads(at(7));

    assertThat(outages.all())
        .containsExactly(new Outage(Reason.UNREACHABLE, at(1), at(7), HEAD, false));
  }

  @Test
  void eachHasItsReason() {
    outages.down(WatchStatus.PAUSED, at(1), HEAD);
    outages.reads(at(2));
    outages.down(WatchStatus.reconnecting("It is no replica set."), at(3), HEAD);
    outages.reads(at(4));
    outages.down(WatchStatus.reconnecting("The position is not known any more."), at(5), HEAD);
    outages.down(AWAY, at(6), HEAD);

    assertThat(outages.all())
        .extracting(Outage::reason)
        .containsExactly(Reason.PAUSED, Reason.FAILED, Reason.UNREACHABLE);
  }

  @Test
  void beforeTheFirstStreamNothingCouldBeMissed() {
    outages.down(AWAY, at(1), null);
    assertThat(outages.all()).hasSize(1);

    outages.reads(at(2));
    assertThat(outages.all()).isEmpty();
  }

  @Test
  void onlyTheLatestAreKept() {
    for (int i = 0; i < 100; i++) {
      outages.down(AWAY, at(2 * i), HEAD);
      outages.reads(at(2 * i + 1));
    }

    List<Outage> kept = outages.all();
    assertThat(kept).hasSizeLessThanOrEqualTo(Outages.KEPT);
    assertThat(kept.get(kept.size() - 1).from()).isEqualTo(at(198));
  }

  private static Instant at(int seconds) {
    return Instant.ofEpochSecond(1_700_000_000L + seconds);
  }
}
