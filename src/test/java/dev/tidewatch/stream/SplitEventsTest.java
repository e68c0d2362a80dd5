package dev.tidewatch.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

class SplitEventsTest {

  private final SplitEvents events = new SplitEvents();

  @Test
  void aWholeEventPassesAsItIs() {
    RawBsonDocument whole = event("{_id: {_data: 'a'}, operationType: 'insert', splitEvent: 1}");

    assertThat(events.add(whole)).containsSame(whole);
    assertThat(events.isPending()).isFalse();
  }

  @Test
  void fragmentsAreJoinedInTheirOrderUnderTheLastOnesId() {
    assertThat(
            events.add(event("{_id: {_data: 'a'}, splitEvent: {fragment: 1, of: 3}, z: {y: 1}}")))
        .isEmpty();
    assertThat(events.isPending()).isTrue();
    assertThat(events.add(event("{_id: {_data: 'b'}, splitEvent: {fragment: 2, of: 3}, b: [1]}")))
        .isEmpty();

    RawBsonDocument joined =
        events
            .add(event("{_id: {_data: 'c'}, splitEvent: {fragment: 3, of: 3}, a: null, c: {}}"))
            .orElseThrow();

    assertThat(joined.toJson())
        .isEqualTo(event("{_id: {_data: 'c'}, z: {y: 1}, b: [1], a: null, c: {}}").toJson());
    assertThat(events.isPending()).isFalse();
    assertThat(events.add(fragment(1, 2))).isEmpty();
    assertThat(events.add(fragment(2, 2))).isPresent();
  }

  @Test
  void aLonelyFragmentIsItsEvent() {
    assertThat(events.add(fragment(1, 1))).contains(event("{_id: {_data: '1'}, f1: 1}"));
  }

  @Test
  void aFragmentWithoutTheOnesBeforeItIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> events.add(fragment(2, 3)))
        .withMessage("fragment 2 of 3 came without the fragments before it");
  }

  @Test
  void whatDoesNotFollowIsRefusedAndWhatWasAddedIsKept() {
    events.add(fragment(1, 3));

    assertThatIllegalStateException()
        .isThrownBy(() -> events.add(fragment(3, 3)))
        .withMessage("fragment 3 of 3 came after fragment 1 of 3");
    assertThatIllegalStateException().isThrownBy(() -> events.add(fragment(1, 3)));
    assertThatIllegalStateException().isThrownBy(() -> events.add(fragment(2, 2)));
    assertThatIllegalStateException()
        .isThrownBy(() -> events.add(event("{_id: {_data: 'w'}}")))
        .withMessage("a whole event came after fragment 1 of 3");

    assertThat(events.add(fragment(2, 3))).isEmpty();
    assertThat(events.add(fragment(3, 3))).isPresent();
  }

  @Test
  void resetForgetsWhatHasBegun() {
    events.add(fragment(1, 2));

    events.reset();

    assertThat(events.isPending()).isFalse();
    assertThat(events.add(fragment(1, 2))).isEmpty();
  }

  private static RawBsonDocument fragment(int number, int of) {
    return event(
        String.format(
            "{_id: {_data: '%1$d'}, splitEvent: {fragment: %1$d, of: %2$d}, f%1$d: %1$d}",
            number, of));
  }

  private static RawBsonDocument event(String json) {
    return RawBsonDocument.parse(BsonDocument.parse(json).toJson());
  }
}
