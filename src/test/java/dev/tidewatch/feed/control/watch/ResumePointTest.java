package dev.tidewatch.feed.control.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.source.UnreadableEvent;
import dev.tidewatch.feed.control.watch.ResumePoint.ReadMode;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

class ResumePointTest {

  private final ResumePoint resumePoint = new ResumePoint();

  @Test
  void itGoesOnAfterTheLastChangeOrALaterPositionAndNeverBack() {
    resumePoint.passed(change("82AA"));
    assertThat(resumePoint.isAtEvent()).isTrue();
    resumePoint.moved(new Position("82BB"));
    assertThat(resumePoint.isAtEvent()).isFalse();
    resumePoint.moved(new Position("82AB"));

    assertThat(resumePoint.position()).isEqualTo(new Position("82BB"));
  }

  @Test
  void aLossIsOneGapFromTheLastPositionToTheNewStart() {
    resumePoint.passed(change("82AA"));
    resumePoint.lose(Gap.Reason.HISTORY_LOST);
    resumePoint.lose(Gap.Reason.PIPELINE_CHANGED);

    assertThat(resumePoint.position()).isNull();
    assertThat(resumePoint.startedAt(new Position("82CC")))
        .contains(new Gap(Gap.Reason.HISTORY_LOST, new Position("82AA"), new Position("82CC")));
    assertThat(resumePoint.startedAt(new Position("82CC"))).isEmpty();
  }

  @Test
  void aWatchThatHadSeenNothingHasLostNothing() {
    resumePoint.lose(Gap.Reason.HISTORY_LOST);

    assertThat(resumePoint.startedAt(new Position("82CC"))).isEmpty();
  }

  @Test
  void anUnreadableEventShrinksBatchesAndIsThenSkipped() {
    resumePoint.passed(change("82AA"));
    resumePoint.unreadable();
    assertThat(resumePoint.readMode()).isEqualTo(ReadMode.SMALL_BATCHES);
    resumePoint.unreadable();
    assertThat(resumePoint.readMode()).isEqualTo(ReadMode.SINGLE);
    resumePoint.passed(change("82AB"));
    resumePoint.unreadable();
    assertThat(resumePoint.readMode()).isEqualTo(ReadMode.SKIP);

    assertThat(resumePoint.stepOver(step("82BB", Gap.Reason.UNREADABLE)))
        .contains(new Gap(Gap.Reason.UNREADABLE, new Position("82AB"), new Position("82BB")));
    assertThat(resumePoint.position()).isEqualTo(new Position("82BB"));
  }

  @Test
  void eventsAfterAnUnreadableOneAreReadSinglyForAWhile() {
    resumePoint.passed(change("82AA"));
    resumePoint.unreadable();
    resumePoint.stepOver(step("82BB", Gap.Reason.OVERSIZED));

    for (int i = 0; i < 64; i++) {
      assertThat(resumePoint.readMode()).isEqualTo(ReadMode.SINGLE);
      assertThat(resumePoint.isPastTrouble()).isFalse();
      resumePoint.passed(change("82BC"));
    }
    assertThat(resumePoint.isPastTrouble()).isTrue();
  }

  @Test
  void changesThatAreFilteredOutBeforeItAreNoGap() {
    resumePoint.passed(change("82AA"));
    resumePoint.unreadable();
    resumePoint.unreadable();
    resumePoint.unreadable();

    assertThat(resumePoint.stepOver(step("82BB", null))).isEmpty();
    assertThat(resumePoint.readMode()).isEqualTo(ReadMode.SKIP);
    assertThat(resumePoint.stepOver(step("82CC", Gap.Reason.UNREADABLE)))
        .contains(new Gap(Gap.Reason.UNREADABLE, new Position("82BB"), new Position("82CC")));
  }

  @Test
  void ifNoEventIsFoundToSkipTheNextAttemptWaits() {
    assertThat(resumePoint.unreadable()).isTrue();
    resumePoint.foundNothing();

    assertThat(resumePoint.readMode()).isEqualTo(ReadMode.BATCHED);
    assertThat(resumePoint.unreadable()).isFalse();
    resumePoint.passed(change("82AA"));
    assertThat(resumePoint.unreadable()).isTrue();
  }

  @Test
  void afterARestoreTheGapLeadsBack() {
    resumePoint.passed(change("82CC"));
    assertThat(resumePoint.isPast(change("82CC"))).isTrue();
    assertThat(resumePoint.isPast(change("82CB"))).isTrue();
    assertThat(resumePoint.isPast(change("82CD"))).isFalse();
    resumePoint.lose(Gap.Reason.HISTORY_LOST);

    assertThat(resumePoint.startedAt(new Position("82AA")))
        .contains(new Gap(Gap.Reason.HISTORY_LOST, new Position("82CC"), new Position("82AA")));
  }

  @Test
  void noEventIsSkippedAtALostPosition() {
    resumePoint.passed(change("82AA"));
    resumePoint.unreadable();
    resumePoint.lose(Gap.Reason.HISTORY_LOST);

    assertThat(resumePoint.readMode()).isEqualTo(ReadMode.BATCHED);
  }

  private static UnreadableEvent.Step step(String data, Gap.Reason reason) {
    return new UnreadableEvent.Step(new Position(data), reason);
  }

  private static Change change(String data) {
    return Change.of(RawBsonDocument.parse("{_id: {_data: '" + data + "'}}"));
  }
}
