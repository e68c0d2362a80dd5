package dev.tidewatch.feed.control.filter;

import static dev.tidewatch.feed.control.filter.FilterEntries.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewatch.feed.entity.CloseReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchedTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rostock      | fullDocument: {city: 'Rostock'}                                     | true",
        "ROSTOCK      | fullDocument: {a: [{b: ['x', {c: 'in Rostock, DE'}]}]}              | true",
        "rostok       | fullDocument: {city: 'Rostock'}                                     | false",
        "city         | fullDocument: {City: 1}                                             | true",
        "städte       | fullDocument: {x: 'STÄDTE'}                                         | true",
        "'a \"b'      | fullDocument: {x: 'a \"b'}                                          | true",
        "'\\'         | fullDocument: {x: 'a\\\\b'}                                         | true",
        "ord-7        | documentKey: {_id: 'ord-71'}                                        | true",
        "qty          | updateDescription: {updatedFields: {'items.1.qty': 3}}              | true",
        "paid         | updateDescription: {updatedFields: {status: 'paid'}}                | true",
        "items        | updateDescription: {truncatedArrays: [{field: 'items', newSize: 2}]} | true",
        "field        | updateDescription: {truncatedArrays: [{field: 'items', newSize: 2}]} | false",
        "fields       | updateDescription: {updatedFields: {a: 1}, removedFields: []}       | false",
        "hold         | updateDescription: {removedFields: ['hold']}                        | true",
        "paid         | fullDocumentBeforeChange: {status: 'paid'}                          | true",
        "x y          | extra: 'x y'                                                         | true",
        // every type
        "129.9        | fullDocument: {total: 129.9}                                        | true",
        "42           | fullDocument: {n: {$numberLong: '1422'}}                            | true",
        "42           | fullDocument: {n: 1422}                                             | true",
        "1.50         | fullDocument: {n: {$numberDecimal: '1.50'}}                         | true",
        "nan          | fullDocument: {n: {$numberDouble: 'NaN'}}                           | true",
        "64b0         | fullDocument: {o: {$oid: '64b000000000000000000001'}}               | true",
        "2026-11-27   | fullDocument: {d: {$date: '2026-11-27T14:05:00Z'}}                  | true",
        "true         | fullDocument: {b: true}                                             | true",
        "null         | fullDocument: {b: null}                                             | true",
        "7d0dc6a5-8a0 | fullDocument: {u: {$uuid: '7d0dc6a5-8a0c-4a0b-8d6c-0a3f6d9f4e21'}}  | false",
        "fQ3GpYoM     | fullDocument: {u: {$uuid: '7d0dc6a5-8a0c-4a0b-8d6c-0a3f6d9f4e21'}}  | true",
        "^ab          | fullDocument: {r: {$regularExpression: {pattern: '^ab', options: ''}}} | true",
        // what every event has is not searched
        "insert       | fullDocument: {a: 1}                                                | false",
        "shop         | ns: {db: 'shop', coll: 'orders'}, fullDocument: {a: 1}              | false",
        "fullDocument | fullDocument: {a: 1}                                                | false"
      })
  void aChangePassesIfItContainsTheText(String text, String change, boolean passes) {
    assertThat(filter(text).passes(entry("operationType: 'insert', " + change))).isEqualTo(passes);
  }

  @Test
  void aGapPasses() {
    assertThat(filter("a").passes(FilterEntries.GAP)).isTrue();
  }

  @Test
  void itJoinsTheOtherFilters() {
    ChangeFilter both =
        ChangeFilter.of(List.of("insert"), List.of(), List.of())
            .containing(List.of("x"))
            .touching(List.of("status"));

    assertThat(both.passes(entry("operationType: 'insert', fullDocument: {a: 'x'}"))).isTrue();
    assertThat(both.passes(entry("operationType: 'insert', fullDocument: {a: 'y'}"))).isFalse();
    assertThat(both.passes(entry("operationType: 'replace', fullDocument: {a: 'x'}"))).isFalse();
    assertThat(ChangeFilter.NONE.containing(List.of(""))).isSameAs(ChangeFilter.NONE);
  }

  @Test
  void twoTextsOrALongOneAreRefused() {
    assertRefused(List.of("a", "b"));
    assertRefused(List.of("x".repeat(101)));
    assertThat(ChangeFilter.NONE.containing(List.of("x".repeat(100), ""))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void aTextOfSpacesIsOne(String text) {
    assertThat(filter(text).passes(entry("fullDocument: {a: 'x y'}"))).isTrue();
    assertThat(filter(text).passes(entry("fullDocument: {a: 'xy'}"))).isEqualTo(text.isEmpty());
  }

  private static void assertRefused(List<String> texts) {
    assertThatThrownBy(() -> ChangeFilter.NONE.containing(texts))
        .isInstanceOfSatisfying(
            BadParameterException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(CloseReason.BAD_TEXT);
              assertThat(e.parameter()).isEqualTo("text");
            })
        .hasMessageContaining("100 characters");
  }

  private static ChangeFilter filter(String text) {
    return ChangeFilter.NONE.containing(List.of(text));
  }
}
