package dev.tidewatch.feed.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.control.view.FieldMask;
import dev.tidewatch.feed.control.view.Grant;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.query.Query;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhereParameterTest {

  private static final View SOME =
      View.of(
          List.of(
              new Grant(Query.ALL, FieldMask.of(List.of("owner"))),
              new Grant(query("{owner: 'ann'}"), FieldMask.of(List.of("items.sku", "address")))));

  @Test
  void aMissingOrEmptyOneAsksForEverything() {
    assertThat(WhereParameter.parse(List.of())).isEqualTo(Query.ALL);
    assertThat(WhereParameter.parse(List.of("", " "))).isEqualTo(Query.ALL);
    assertThat(WhereParameter.parse(List.of("{}"))).isEqualTo(Query.ALL);
  }

  @Test
  void itIsAQueryInExtendedJson() {
    Query where = WhereParameter.parse(List.of("{\"n\": {\"$gt\": {\"$numberLong\": \"5\"}}}"));

    assertThat(where.matches(BsonDocument.parse("{n: 6}"))).isTrue();
    assertThat(where.matches(BsonDocument.parse("{n: 5}"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "open | not Extended JSON",
        "[1] | not",
        "{\"a\": 1 | does not end",
        "{\"a\": 1} x | follows",
        "{\"a\": 1, \"a\": 2} | same name",
        "{\"$where\": \"1\"} | $where",
        "{\"a\": {\"$regex\": \"x\"}} | $regex",
        "{\"a\": {\"$gte\": 1, \"b\": 2}} | b"
      })
  void anInvalidOneIsRefusedAndTheAnswerSaysWhy(String where, String why) {
    assertThatThrownBy(() -> WhereParameter.parse(List.of(where)))
        .isInstanceOfSatisfying(
            BadParameterException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(CloseReason.BAD_WHERE);
              assertThat(e.parameter()).isEqualTo("where");
            })
        .hasMessageContaining("where")
        .hasMessageContaining(why);
  }

  @Test
  void itIsGivenOnce() {
    assertThatThrownBy(() -> WhereParameter.parse(List.of("{}", "{\"a\": 1}")))
        .isInstanceOf(BadParameterException.class)
        .hasMessageContaining("once");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{_id: 1}",
        "{owner: 'x'}",
        "{'items.sku': 1}",
        "{'items.0.sku': 1}",
        "{items: {$elemMatch: {sku: 1}}}",
        "{'address.city': 1}",
        "{address: {city: 1}}"
      })
  void fieldsThatSomeDocumentShowsMayBeNamed(String where) {
    check(where, SOME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{secret: 1}",
        "{secret: {$exists: false}}",
        "{$nor: [{secret: 1}]}",
        "{items: {$size: 1}}",
        "{'items.price': 1}",
        "{items: {$elemMatch: {sku: 1, price: 2}}}",
        "{owner: 'x', 'a\\u202eb': 1}"
      })
  void otherFieldsMayNotBeNamed(String where) {
    assertThatThrownBy(() -> check(where, SOME))
        .isInstanceOf(BadParameterException.class)
        .hasMessageContaining("may not see")
        .hasMessageMatching("\\P{C}+");
  }

  @Test
  void whoSeesEverythingMayNameEverything() {
    check("{secret: 1}", View.ALL);
  }

  private static void check(String where, View view) {
    VisibleFields.check("where", CloseReason.BAD_WHERE, query(where).paths(), view);
  }

  private static Query query(String json) {
    return Query.parse(BsonDocument.parse(json));
  }
}
