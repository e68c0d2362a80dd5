package dev.tidewatch.feed.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import java.util.List;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {

  private static final String INSERT =
      "{_id: {_data: '82AB'}, operationType: 'insert', ns: {db: 'shop', coll: 'orders'},"
          + " documentKey: {_id: %s}}";

  @Test
  void nothingAskedForFiltersNothing() {
    assertThat(Filter.of(List.of(), List.of(""), List.of())).isSameAs(Filter.NONE);
    assertThat(Filter.NONE.passes(insert("1"))).isTrue();
  }

  @Test
  void operationsAreListedWithCommas() {
    assertThat(Filter.of(List.of("delete, insert"), List.of(), List.of()).passes(insert("1")))
        .isTrue();
    assertThat(Filter.of(List.of("delete,update"), List.of(), List.of()).passes(insert("1")))
        .isFalse();
  }

  @Test
  void aNamespaceIsACollectionAndNotADatabaseOfThatName() {
    assertThat(Filter.of(List.of(), List.of("shop.orders"), List.of()).passes(insert("1")))
        .isTrue();
    assertThat(Filter.of(List.of(), List.of("shop"), List.of()).passes(insert("1"))).isFalse();
    assertThat(Filter.of(List.of(), List.of("shop.others"), List.of()).passes(insert("1")))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"a,b\"                               | a,b",
        "{$oid: '64b000000000000000000001'}  | 64b000000000000000000001",
        "7                                   | 7",
        "{$numberLong: '9007199254740993'}   | 9007199254740993",
        "2.5                                 | 2.5",
        "{a: 1}                              | {\"a\": 1}",
        "null                                | null"
      })
  void aKeyIsTheDocumentsIdAsText(String id, String key) {
    LogEntry entry = insert(id);

    assertThat(Filter.of(List.of(), List.of(), List.of(key)).passes(entry)).isTrue();
    assertThat(Filter.of(List.of(), List.of(), List.of(key + "0")).passes(entry)).isFalse();
  }

  @Test
  void allOfItHasToFit() {
    Filter filter = Filter.of(List.of("insert"), List.of("shop.orders"), List.of("2"));

    assertThat(filter.passes(insert("2"))).isTrue();
    assertThat(filter.passes(insert("1"))).isFalse();
  }

  @Test
  void aGapConcernsEveryReader() {
    Gap gap = new Gap(Gap.Reason.HISTORY_LOST, new Position("82AA"), new Position("82AB"));

    assertThat(Filter.of(List.of("delete"), List.of(), List.of()).passes(new LogEntry(gap)))
        .isTrue();
  }

  private static LogEntry insert(String id) {
    return new LogEntry(Change.of(RawBsonDocument.parse(String.format(INSERT, id))));
  }
}
