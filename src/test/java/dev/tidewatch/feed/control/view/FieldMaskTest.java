package dev.tidewatch.feed.control.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldMaskTest {

  /** As a projection of MongoDB's find does; the masks' paths are separated by blanks. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a     | {_id: 1, a: 1, b: 2}                        | {_id: 1, a: 1}",
        "a     | {a: {b: 1}, _id: 1}                         | {a: {b: 1}, _id: 1}",
        "a.b   | {_id: 1, a: {b: 1, c: 2}}                   | {_id: 1, a: {b: 1}}",
        "a.b   | {_id: 1, a: {c: 2}}                         | {_id: 1, a: {}}",
        "a.b   | {_id: 1, a: 7}                              | {_id: 1}",
        "a.b   | {_id: 1, a: [1, {b: 1, c: 2}, [{b: 3}, 4]]} | {_id: 1, a: [{b: 1}, [{b: 3}]]}",
        "a.0   | {_id: 1, a: [5, {'0': 6, '1': 7}]}          | {_id: 1, a: [{'0': 6}]}",
        "a.b   | {_id: 1, 'a.b': 5}                          | {_id: 1}",
        "a a.b | {_id: 1, a: {c: 2}}                         | {_id: 1, a: {c: 2}}",
        "a.b a.c.d | {_id: 1, a: {b: 1, c: {d: 2, e: 3}}}    | {_id: 1, a: {b: 1, c: {d: 2}}}",
        "_id.x | {_id: {x: 1, y: 2}}                         | {_id: {x: 1, y: 2}}",
        "''    | {_id: 1, a: 1}                              | {_id: 1}"
      })
  void itShowsWhatAProjectionShows(String paths, String document, String visible) {
    FieldMask mask = FieldMask.of(paths.isEmpty() ? List.of() : List.of(paths.split(" ")));

    assertThat(mask.cut(RawBsonDocument.parse(document)).toJson())
        .isEqualTo(BsonDocument.parse(visible).toJson());
  }

  @Test
  void aDocumentWithoutHiddenFieldsIsNotCopied() {
    RawBsonDocument document = RawBsonDocument.parse("{_id: 1, a: {b: [1, 'x', {c: null}]}}");

    assertThat(FieldMask.of(List.of("a.b")).cut(document)).isSameAs(document);
    assertThat(FieldMask.ALL.cut(document)).isSameAs(document);
  }

  @Test
  void masksOfTheSameFieldsAreEqual() {
    FieldMask mask = FieldMask.of(List.of("a.b", "c"));

    assertThat(mask)
        .isEqualTo(FieldMask.of(List.of("c", "a.b", "c.d", "_id")))
        .hasSameHashCodeAs(FieldMask.of(List.of("c", "a.b")))
        .isEqualTo(FieldMask.of(List.of("a.b")).and(FieldMask.of(List.of("c"))))
        .isNotEqualTo(FieldMask.of(List.of("a", "c")));
    assertThat(mask.and(FieldMask.ALL)).isEqualTo(FieldMask.ALL);
  }

  @Test
  void itTellsWhichPathsAreVisibleAsAWhole() {
    FieldMask mask = FieldMask.of(List.of("a.b"));

    assertThat(mask.shows("a.b")).isTrue();
    assertThat(mask.shows("a.b.c")).isTrue();
    assertThat(mask.shows("_id")).isTrue();
    assertThat(mask.shows("a")).isFalse();
    assertThat(mask.shows("a.c")).isFalse();
    assertThat(FieldMask.ALL.shows("anything")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "$a", "a.$b", "a\u0000b"})
  void whatIsNoPathIsRefused(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FieldMask.of(List.of(path)))
        .withMessageContaining("Invalid field")
        .withMessageContaining("address.city");
  }
}
