package dev.tidewatch.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentIdTest {

  private static final String HEX = "5f9b3b3b3b3b3b3b3b3b3b3b";

  @Test
  void aNewOneIsTheHexOfAnObjectIdAndNoOtherHasIt() {
    assertThat(ObjectId.isValid(DocumentId.next().text())).isTrue();
    assertThat(DocumentId.next()).isNotEqualTo(DocumentId.next());
  }

  @Test
  void theHexOfAnObjectIdMayMeanBothAndTheTextFirst() {
    assertThat(DocumentId.parse(HEX).candidates())
        .containsExactly(new BsonString(HEX), new BsonObjectId(new ObjectId(HEX)));
    assertThat(DocumentId.parse("5").candidates()).containsExactly(new BsonString("5"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'a'",
        "''",
        "'{'",
        "'{\"_id\":1}'",
        "1",
        "{$numberLong: '1'}",
        "1.0",
        "{$numberDecimal: '1'}",
        "null",
        "true",
        "{$oid: '" + HEX + "'}",
        "'" + HEX + "'",
        "{$date: 0}",
        "{x: [{$date: 0}], y: {}}",
        "{$timestamp: {t: 1, i: 2}}",
        "{$minKey: 1}",
        "{$binary: {base64: 'AQ==', subType: '00'}}"
      })
  void anIdOfAnyKindIsReadAsItIsWritten(String value) {
    DocumentId id = new DocumentId(BsonDocument.parse("{_id: " + value + "}").get("_id"));

    assertThat(DocumentId.parse(id.text())).isEqualTo(id);
    assertThat(id.candidates()).contains(id.value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}",
        "{\"a\":1}",
        "{\"_id\":{\"$oid\":1}}",
        "{\"_id\":[1]}",
        "{\"_id\":/a/}",
        "{\"_id\":{\"$gt\":1}}",
        "{\"_id\":{\"a\":{\"$gt\":1}}}",
        "{\"_id\":{\"a\":[/b/]}}",
        "{\"_id\":{\"$code\":\"x\"}}",
        "{\"_id\":{\"$undefined\":true}}"
      })
  void whatCanBeNoIdIsRefused(String text) {
    assertThatThrownBy(() -> DocumentId.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anIdThatIsNestedWithoutEndIsRefused() {
    assertThatThrownBy(() -> DocumentId.parse("{\"_id\":" + "[".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
