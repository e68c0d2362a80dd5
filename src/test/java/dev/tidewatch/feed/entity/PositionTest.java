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
}
