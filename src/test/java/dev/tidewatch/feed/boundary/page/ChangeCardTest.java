package dev.tidewatch.feed.boundary.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Position;
import java.util.List;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

class ChangeCardTest {

  private static final Position BEFORE = new Position("82AA");

  @Test
  void aShortChangeIsShownWhole() {
    ChangeCard card = card("{_id: 5}", "'short'", BEFORE, 1000);

    assertThat(card.getText())
        .isEqualTo(
            "{\n  operationType: 'insert',\n  documentKey: { _id: 5 },\n  fullDocument: { s: 'short' }\n}");
    assertThat(card.getKey()).isEqualTo("5");
  }

  @Test
  void aLongChangeIsCutAndSaysWhereAllOfItIs() {
    ChangeCard card = card("{_id: 5}", "'" + "x".repeat(1_000_000) + "'", BEFORE, 1000);

    assertThat(card.getText())
        .hasSizeLessThan(1200)
        .contains("s: 'xxx")
        .endsWith(
            "xxx\n… cut: 1,000 characters of a change of 1,000,111 bytes. All of it:"
                + " GET api/feeds/changes/changes?limit=1&after="
                + BEFORE.id());
  }

  @Test
  void theFirstCardKnowsNoIdToAskWith() {
    assertThat(card("{_id: 5}", "'" + "x".repeat(1000) + "'", null, 100).getText())
        .endsWith("GET api/feeds/changes/changes?after=ID, with the id of an earlier change");
  }

  @Test
  void aLongKeyIsCut() {
    ChangeCard card = card("{_id: '" + "k".repeat(100_000) + "'}", "1", BEFORE, 1000);

    assertThat(card.getKey()).isEqualTo("'" + "k".repeat(199) + "…");
  }

  private static ChangeCard card(String key, String s, Position before, int most) {
    return new ChangeCard(
        Change.of(
            RawBsonDocument.parse(
                "{_id: {_data: '82AB'}, operationType: 'insert', documentKey: "
                    + key
                    + ", fullDocument: {s: "
                    + s
                    + "}}")),
        before,
        most,
        List.of());
  }
}
