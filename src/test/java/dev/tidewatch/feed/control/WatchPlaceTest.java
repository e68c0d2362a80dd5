package dev.tidewatch.feed.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.WatchPlace.Approach;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

class WatchPlaceTest {

  private final WatchPlace place = new WatchPlace();

  @Test
  void itGoesOnAfterTheLastChangeOrALaterPositionAndNeverBack() {
    place.passed(change("82AA"));
    assertThat(place.isAtEvent()).isTrue();
    place.moved(new Position("82BB"));
    assertThat(place.isAtEvent()).isFalse();
    place.moved(new Position("82AB"));

    assertThat(place.position()).isEqualTo(new Position("82BB"));
  }

  @Test
  void whatIsLostIsOneGapFromTheLastKnownPlaceToWhereItStartsAgain() {
    place.passed(change("82AA"));
    place.lose(Gap.Reason.HISTORY_LOST);
    place.lose(Gap.Reason.PIPELINE_CHANGED);

    assertThat(place.position()).isNull();
    assertThat(place.startedAt(new Position("82CC")))
        .contains(new Gap(Gap.Reason.HISTORY_LOST, new Position("82AA"), new Position("82CC")));
    assertThat(place.startedAt(new Position("82CC"))).isEmpty();
  }

  @Test
  void aWatchThatHadSeenNothingHasLostNothing() {
    place.lose(Gap.Reason.HISTORY_LOST);

    assertThat(place.startedAt(new Position("82CC"))).isEmpty();
  }

  @Test
  void anEventThatIsTooLargeIsFirstAskedForByItselfAndThenSteppedOver() {
    place.passed(change("82AA"));
    place.oversized();
    assertThat(place.approach()).isEqualTo(Approach.ONE_BY_ONE);
    place.passed(change("82AB"));
    place.oversized();
    assertThat(place.approach()).isEqualTo(Approach.STEP_OVER);

    assertThat(place.stepOver(new Position("82BB")))
        .isEqualTo(new Gap(Gap.Reason.OVERSIZED, new Position("82AB"), new Position("82BB")));
    assertThat(place.position()).isEqualTo(new Position("82BB"));
    assertThat(place.approach()).isEqualTo(Approach.PLAIN);
  }

  @Test
  void aPlaceThatIsLostIsNoPlaceToStepOverAnything() {
    place.passed(change("82AA"));
    place.oversized();
    place.lose(Gap.Reason.HISTORY_LOST);

    assertThat(place.approach()).isEqualTo(Approach.PLAIN);
  }

  private static Change change(String data) {
    return Change.of(RawBsonDocument.parse("{_id: {_data: '" + data + "'}}"));
  }
}
