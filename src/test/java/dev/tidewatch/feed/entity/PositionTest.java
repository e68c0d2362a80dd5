package dev.tidewatch.feed.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.bson.BsonDocument;
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
  void theHighWaterMarkOfATimeComesBeforeItsEvents() {
    Position mark = new Position("826B0110FE000000022B0429296E1404");
    Position event = new Position("826B0110FE000000022B042C0100296E5A1004");

    assertThat(event.isAfter(mark)).isTrue();
    assertThat(mark.isAfter(event)).isFalse();
    assertThat(mark.isAfter(mark)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "!!!", "ODI2Qj AxMTI", "b2NlYW4", "ODI2YjAx"})
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

  @Test
  void aTokenWithoutDataIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Position.of(new BsonDocument()));
  }
}
