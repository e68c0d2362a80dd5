package dev.tidewatch.feed.control.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeFilterTest {

  private static final String INSERT =
      "{_id: {_data: '82AB'}, operationType: 'insert', ns: {db: 'shop', coll: 'orders'},"
          + " documentKey: {_id: %s}}";

  @Test
  void nothingAskedForFiltersNothing() {
    assertThat(ChangeFilter.of(List.of(), List.of(""), List.of())).isSameAs(ChangeFilter.NONE);
    assertThat(ChangeFilter.NONE.passes(insert("1"))).isTrue();
  }

  @Test
  void operationsAreListedWithCommas() {
    assertThat(ChangeFilter.of(List.of("delete, insert"), List.of(), List.of()).passes(insert("1")))
        .isTrue();
    assertThat(ChangeFilter.of(List.of("delete,update"), List.of(), List.of()).passes(insert("1")))
        .isFalse();
  }

  @Test
  void aNamespaceIsACollectionAndNotADatabaseOfThatName() {
    assertThat(ChangeFilter.of(List.of(), List.of("shop.orders"), List.of()).passes(insert("1")))
        .isTrue();
    assertThat(ChangeFilter.of(List.of(), List.of("shop"), List.of()).passes(insert("1")))
        .isFalse();
    assertThat(ChangeFilter.of(List.of(), List.of("shop.others"), List.of()).passes(insert("1")))
        .isFalse();
  }

  @Test
  void aNameThatHoldsACommaOrEndsWithASpaceIsAJsonString() {
    assertThat(passesNs("\"shop.a,b\"", "a,b")).isTrue();
    assertThat(passesNs("shop.a,b", "a,b")).isFalse();
    assertThat(passesNs("\"shop.a \"", "a ")).isTrue();
    assertThat(passesNs("shop.a ", "a ")).isFalse();
    assertThat(passesNs("shop.a ", "a")).isTrue();
    assertThat(passesNs("\"shop.\\u0061\\\"\"", "a\"")).isTrue();
    assertThat(passesNs("shop.x,shop.a\"b", "a\"b")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "\"shop.a", "\"shop.a\",shop.b", "\"a\" ", "\"\\x\"", "\"a\"\"b\""})
  void aNameThatIsNoJsonStringIsRefused(String name) {
    assertThatThrownBy(() -> ChangeFilter.of(List.of(), List.of(name), List.of()))
        .isInstanceOf(BadParameterException.class)
        .hasMessageContaining("parameter ns");
    assertThatThrownBy(() -> ChangeFilter.of(List.of(name), List.of(), List.of()))
        .isInstanceOf(BadParameterException.class)
        .hasMessageContaining("parameter op");
  }

  @Test
  void allOfItHasToFit() {
    ChangeFilter filter = ChangeFilter.of(List.of("insert"), List.of("shop.orders"), List.of("2"));

    assertThat(filter.passes(insert("2"))).isTrue();
    assertThat(filter.passes(insert("1"))).isFalse();
  }

  @Test
  void aGapConcernsEveryReader() {
    Gap gap = new Gap(Gap.Reason.HISTORY_LOST, new Position("82AA"), new Position("82AB"));

    assertThat(ChangeFilter.of(List.of("delete"), List.of(), List.of()).passes(new LogEntry(gap)))
        .isTrue();
  }

  private static boolean passesNs(String parameter, String collection) {
    BsonDocument change =
        BsonDocument.parse("{_id: {_data: '82AB'}, operationType: 'insert', ns: {db: 'shop'}}");
    change.getDocument("ns").put("coll", new BsonString(collection));
    return ChangeFilter.of(List.of(), List.of(parameter), List.of())
        .passes(new LogEntry(Change.of(new RawBsonDocument(change, new BsonDocumentCodec()))));
  }

  private static LogEntry insert(String id) {
    return new LogEntry(Change.of(RawBsonDocument.parse(String.format(INSERT, id))));
  }
}
