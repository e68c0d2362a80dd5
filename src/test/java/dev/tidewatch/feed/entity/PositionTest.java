package dev.tidewatch.feed.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

  @Test
  void itsIdIsTheUnpaddedBase64UrlOfTheTokensData() {
    Position position = Position.of(BsonDocument.parse("{_data: '826B0112'}"));

    assertThat(position.id()).isEqualTo("ODI2QjAxMTI");
    assertThat(Position.ofId("ODI2QjAxMTI")).isEqualTo(position);
    assertThat(position.resumeToken()).isEqualTo(BsonDocument.parse("{_data: '826B0112'}"));
  }

  @Test
  void aTokensTypeBitsAreInItsIdAndComeBack() {
    BsonDocument token = BsonDocument.parse("{_data: '826B0112', _typeBits: BinData(0, '+4AA')}");
    Position position = Position.of(token);

    assertThat(position.id()).isEqualTo("ODI2QjAxMTI.-4AA");
    assertThat(Position.ofId("ODI2QjAxMTI.-4AA").resumeToken()).isEqualTo(token);
  }

  @Test
  void anIdWithoutTypeBitsIsTheSamePosition() {
    Position whole = Position.ofId("ODI2QjAxMTI.-4AA");
    Position old = Position.ofId("ODI2QjAxMTI");

    assertThat(old).isEqualTo(whole).hasSameHashCodeAs(whole);
    assertThat(whole.isAfter(old)).isFalse();
    assertThat(old.isAfter(whole)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1_537, 4_097, 2_000_000})
  void anIdOfALongTokenFitsARequestAndSortsRightAfterIt(int length) {
    String data = "826B0112FE00000002" + "AB".repeat(length / 2);
    Position position = Position.of(new BsonDocument("_data", new BsonString(data)));
    Position cut = Position.ofId(position.id());

    assertThat(position.id()).hasSizeLessThanOrEqualTo(2_048);
    assertThat(cut.isCut()).isTrue();
    assertThat(cut.isPositionOf(position)).isTrue();
    assertThat(cut.isAfter(position)).isTrue();
    assertThat(new Position("826B0112FE00000003").isAfter(cut)).isTrue();
    assertThat(cut.id()).isEqualTo(position.id());
    assertThat(cut.clusterTime()).isEqualTo(position.clusterTime());
  }

  @Test
  void manyTypeBitsAreNoReasonForALongIdEither() {
    Position position = new Position("826B0112FE00000002", "gIAA".repeat(1_000));

    assertThat(position.id()).hasSizeLessThanOrEqualTo(2_048);
    assertThat(Position.ofId(position.id()).isPositionOf(position)).isTrue();
  }

  @Test
  void itsClusterTimeIsWhatItsDataBeginsWith() {
    assertThat(new Position("826B0112FE00000002").clusterTime())
        .contains(new BsonTimestamp(0x6B0112FE, 2));
    assertThat(new Position("82FFFFFFFFFFFFFFFF04").clusterTime()).contains(new BsonTimestamp(-1L));
    assertThat(new Position("826B0112FE").clusterTime()).isEmpty();
    assertThat(new Position("836B0112FE00000002").clusterTime()).isEmpty();
  }

  @Test
  void theHighWaterMarkOfATimeComesBeforeItsEvents() {
    Position mark = new Position("826B0110FE000000022B0429296E1404");
    Position event = new Position("826B0110FE000000022B042C0100296E5A1004");

    assertThat(event.isAfter(mark)).isTrue();
    assertThat(mark.isAfter(event)).isFalse();
    assertThat(mark.isAfter(mark)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "!!!",
        "ODI2Qj AxMTI",
        "b2NlYW4",
        "ODI2YjAx",
        "ODI2QjAxMT",
        "ODI2QjAxMTI.",
        ".gIAA",
        "ODI2QjAxMTI.gIAA.gIAA",
        "ODI2QjAxMTI.g A"
      })
  void whatIsNoIdIsRefused(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Position.ofId(id))
        .withMessageContaining("not a change's id");
  }

  @Test
  void anIdThatNoServerWouldMakeIsRefusedByItsLength() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Position.ofId("ODI2".repeat(10_000)))
        .withMessageContaining("too long");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "836B0112FE000000022B0429296E1404",
        "7F",
        "826B0112FE000000022B0429296E14",
        "826B0112FE000000022B0429296E140"
      })
  void partOfATokenAndWhatDoesNotBeginWithATimeIsRefused(String data) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Position.ofId(new Position(data).id()))
        .withMessageContaining("not a change's id");
  }

  @Test
  void aPartOfATimeCanBeInTheFutureToo() {
    Instant now = Instant.ofEpochSecond(0x6B0112FEL);

    assertThat(new Position("826C").isAfter(now)).isTrue();
    assertThat(new Position("82FF").isAfter(now)).isTrue();
    assertThat(new Position("826B").isAfter(now)).isFalse();
    assertThat(new Position("826B0112FF").isAfter(now)).isTrue();
    assertThat(new Position("826B0112FE").isAfter(now)).isFalse();
  }

  @Test
  void aTokenWithoutDataIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Position.of(new BsonDocument()));
  }

  private static final String TIME = "826B0112FE00000002";
  private static final String UUID = "5A1004" + "1234567890ABCDEF1234567890ABCDEF";
  private static final String OPERATION = "463C" + "6F7065726174696F6E5479706500" + "3C";

  /** An insert of the document 7, as MongoDB 7.0 sends it. */
  private static final String EVENT =
      TIME
          + "2B042C01002B026E"
          + UUID
          + OPERATION
          + "696E7365727400"
          + "46646F63756D656E744B657900"
          + "462B5F6964002B0E"
          + "000004";

  @Test
  void withoutItsKeyAnEventsPositionIsTheHighWaterMarkOfItsTime() {
    Position event = new Position(EVENT, "gIAA");

    assertThat(event.holdsKey()).isTrue();
    assertThat(event.withoutKey().data()).isEqualTo(TIME + "2B0429296E1404");
    assertThat(event.withoutKey().typeBits()).isEmpty();
    assertThat(event.isAfter(event.withoutKey())).isTrue();
    assertThat(Position.ofId(event.withoutKey().id())).isEqualTo(event.withoutKey());
  }

  /** Version 1, of servers before 7.0. */
  @Test
  void theHighWaterMarkHasTheTokensVersion() {
    Position event =
        new Position(TIME + "2B022C0100296E" + UUID + "46645F696400645D0C2E7B" + "0004");

    assertThat(event.withoutKey().data()).isEqualTo(TIME + "2B0229296E04");
    assertThat(event.cut().data()).isEqualTo(TIME + "2B022C0100296E" + UUID + "FF");
  }

  @Test
  void thePositionOfATimeIsAHighWaterMarkBetweenItsEventsAndTheOnesBefore() {
    Position event = new Position(EVENT, "gIAA");

    Position beginning = Position.ofTime(new BsonTimestamp(0x6B0112FE, 0), event);
    Position same = Position.ofTime(new BsonTimestamp(0x6B0112FE, 2), event);
    Position next = Position.ofTime(new BsonTimestamp(0x6B0112FE, 3), event);

    assertThat(same).isEqualTo(event.highWaterMark());
    assertThat(event.isAfter(beginning)).isTrue();
    assertThat(event.isAfter(same)).isTrue();
    assertThat(next.isAfter(event)).isTrue();
    assertThat(beginning.holdsKey()).isFalse();
    assertThat(beginning.typeBits()).isEmpty();
    assertThat(Position.ofId(beginning.id())).isEqualTo(beginning);
    assertThat(Position.ofTime(new BsonTimestamp(0x6B0112FE, 2), null).data())
        .isEqualTo(TIME + "2B0229296E04");
  }

  @Test
  void onlyAPositionThatWasMadeFromATimeIsTheBeginningOfASecond() {
    Position event = new Position(EVENT);

    assertThat(Position.ofTime(new BsonTimestamp(7, 0), event).isBeginningOfSecond()).isTrue();
    assertThat(Position.ofTime(new BsonTimestamp(7, 1), event).isBeginningOfSecond()).isFalse();
    assertThat(event.isBeginningOfSecond()).isFalse();
    assertThat(new Position("826B0112FE").isBeginningOfSecond()).isFalse();
  }

  @Test
  void aCutPositionComesRightAfterItsEventAndHoldsNothingOfIt() {
    Position event = new Position(EVENT, "gIAA");
    Position cut = event.cut();

    assertThat(cut.data()).isEqualTo(TIME + "2B042C01002B026E" + UUID + "FF");
    assertThat(cut.isAfter(event)).isTrue();
    assertThat(new Position(TIME + "2B042C01002B046E" + UUID + "04").isAfter(cut)).isTrue();
    assertThat(cut.holdsKey()).isFalse();
    assertThat(cut.cut()).isEqualTo(cut);
    assertThat(Position.ofId(cut.id())).isEqualTo(cut);
    assertThat(cut.isCut()).isTrue();
    assertThat(cut.isPositionOf(event)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // a high-water mark, of either version
        TIME + "2B0429296E1404",
        TIME + "2B0229296E04",
        // the development database's event and invalidate
        TIME + "2B042C0100296E04",
        TIME + "2B042C0100296F04",
        // a drop and an invalidate
        TIME + "2B042C0100296E" + UUID + OPERATION + "64726F7000" + "000004",
        TIME + "2B042C0100296F" + UUID + OPERATION + "696E76616C696461746500" + "000004",
        // a time alone
        TIME,
        "826B"
      })
  void aPositionWithoutAKeyStaysAsItIs(String data) {
    Position position = new Position(data);

    assertThat(position.holdsKey()).isFalse();
    assertThat(position.withoutKey()).isSameAs(position);
  }

  /** What cannot be read could hold anything. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        TIME + "2B042C0100296E" + UUID,
        TIME + "2B042C0100296E" + UUID + "4604",
        TIME + "2B042C0100296E" + "5A10",
        TIME + "2B042C0100296E" + "5AFF00000010",
        TIME + "2B042C0100" + "7004",
        TIME + "2B04FF",
        TIME + "3C6162630004",
        TIME + "2B0",
        TIME + "2B042C0100296E" + UUID + OPERATION + "64726F70",
        EVENT + "FF"
      })
  void anUnknownTokenIsTakenToHoldAKey(String data) {
    Position position = new Position(data);

    assertThat(position.holdsKey()).isTrue();
    assertThat(position.withoutKey().data()).startsWith(TIME + "2B").hasSizeLessThan(34);
    assertThat(position.withoutKey().holdsKey()).isFalse();
    assertThat(position.cut().holdsKey()).isFalse();
  }

  @Test
  void whatIsNoTokenAtAllLosesItsTimeToo() {
    assertThat(new Position("7B2268656C6C6F").withoutKey()).isEqualTo(new Position("82"));
  }
}
