package dev.tidewatch.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtendedJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " {\"$or\": [{\"a\": 1}, {\"$nor\": []}]} ",
        "{\"a\": {\"$type\": \"string\"}, \"b\": {\"a\": 1, \"b\": [{\"a\": 2}, {\"a\": 3}]}}",
        "{\"a\": {\"$numberDecimal\": \"1.0\"}, \"b\": {\"$oid\": \"0123456789abcdef01234567\"}}"
      })
  void namesOfADocumentMayBeginWithADollarSign(String text) {
    assertThat(ExtendedJson.parseDocument(text)).isEqualTo(BsonDocument.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{a: 1, a: 2}                | two fields of the same name",
        "{b: [1, {a: 1, \"a\": 1}]}  | two fields of the same name",
        "{\"a\": 1, \"\\u0061\": 2}  | two fields of the same name",
        "{a: 1}, b: {}               | something follows the object",
        "{a: 1} x                    | something follows the object",
        "{a: {}                      | the object does not end",
        "{a: 1                       | the object does not end",
        "{a 1}                       | not Extended JSON",
        "{$oid: '0123456789abcdef01234567'} | not a document",
        "5                           | not a document",
        "[]                          | not a document"
      })
  void whatIsNoDocumentIsRefused(String text, String message) {
    assertThatThrownBy(() -> ExtendedJson.parseDocument(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aDocumentHasAtMost100Levels() {
    assertThatThrownBy(() -> ExtendedJson.parseDocument("{a:".repeat(100_000)))
        .hasMessage("nested too deep");
  }
}
