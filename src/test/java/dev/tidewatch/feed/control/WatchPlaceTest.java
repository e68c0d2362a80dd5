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
  void anEventThatCannotBeHadIsAskedForInEverSmallerBatchesAndThenSteppedOver() {
    place.passed(change("82AA"));
    place.unreadable();
    assertThat(place.approach()).isEqualTo(Approach.IN_SMALL_BATCHES);
    place.unreadable();
    assertThat(place.approach()).isEqualTo(Approach.ONE_BY_ONE);
    place.passed(change("82AB"));
    place.unreadable();
    assertThat(place.approach()).isEqualTo(Approach.STEP_OVER);

    assertThat(place.stepOver(step("82BB", Gap.Reason.UNREADABLE)))
        .contains(new Gap(Gap.Reason.UNREADABLE, new Position("82AB"), new Position("82BB")));
    assertThat(place.position()).isEqualTo(new Position("82BB"));
  }

  @Test
  void afterOneThatCouldNotBeHadTheNextAreReadOneByOneForAWhile() {
    place.passed(change("82AA"));
    place.unreadable();
    place.stepOver(step("82BB", Gap.Reason.OVERSIZED));

    for (int i = 0; i < 64; i++) {
      assertThat(place.approach()).isEqualTo(Approach.ONE_BY_ONE);
      assertThat(place.isPastTrouble()).isFalse();
      place.passed(change("82BC"));
    }
    assertThat(place.isPastTrouble()).isTrue();
  }

  @Test
  void changesThatAreFilteredOutBeforeItAreNoGap() {
    place.passed(change("82AA"));
    place.unreadable();
    place.unreadable();
    place.unreadable();

    assertThat(place.stepOver(step("82BB", null))).isEmpty();
    assertThat(place.approach()).isEqualTo(Approach.STEP_OVER);
    assertThat(place.stepOver(step("82CC", Gap.Reason.UNREADABLE)))
        .contains(new Gap(Gap.Reason.UNREADABLE, new Position("82BB"), new Position("82CC")));
  }

  @Test
  void whereNothingIsFoundToStepOverTheNextAttemptWaits() {
    assertThat(place.unreadable()).isTrue();
    place.foundNothing();

    assertThat(place.approach()).isEqualTo(Approach.PLAIN);
    assertThat(place.unreadable()).isFalse();
    place.passed(change("82AA"));
    assertThat(place.unreadable()).isTrue();
  }

  @Test
  void afterARestoreTheGapLeadsBack() {
    place.passed(change("82CC"));
    assertThat(place.isPast(change("82CC"))).isTrue();
    assertThat(place.isPast(change("82CB"))).isTrue();
    assertThat(place.isPast(change("82CD"))).isFalse();
    place.lose(Gap.Reason.HISTORY_LOST);

    assertThat(place.startedAt(new Position("82AA")))
        .contains(new Gap(Gap.Reason.HISTORY_LOST, new Position("82CC"), new Position("82AA")));
  }

  @Test
  void aPlaceThatIsLostIsNoPlaceToStepOverAnything() {
    place.passed(change("82AA"));
    place.unreadable();
    place.lose(Gap.Reason.HISTORY_LOST);

    assertThat(place.approach()).isEqualTo(Approach.PLAIN);
  }

  private static UnreadableEvent.Step step(String data, Gap.Reason reason) {
    return new UnreadableEvent.Step(new Position(data), reason);
  }

  private static Change change(String data) {
    return Change.of(RawBsonDocument.parse("{_id: {_data: '" + data + "'}}"));
  }
}
