package dev.tidewatch.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.query.value.RawValue;
import dev.tidewatch.query.value.ValueHash;
import dev.tidewatch.query.value.ValueOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImpliedEqualitiesTest {

  private static final int DOCUMENTS = 40;

  /**
   * The property that the index depends on: nothing that matches is without an implied equality.
   */
  @Test
  void aDocumentThatMatchesHasAnEqualityOfEachSet() {
    long seed = new Random().nextLong();
    RandomValues values = new RandomValues(new Random(seed));
    int implied = 0;
    for (int round = 0; round < 100; round++) {
      List<RawBsonDocument> documents =
          Stream.generate(() -> values.document(new BsonInt32(values.below(5)), 2))
              .limit(DOCUMENTS)
              .toList();
      RandomQueries queries = new RandomQueries(values, documents);
      for (int i = 0; i < 100; i++) {
        Query query = query(queries);
        for (Set<Equality> any : query.equalities()) {
          for (RawBsonDocument document : documents) {
            if (query.matches(document)) {
              implied++;
              assertThat(any)
                  .as("seed %d, %s, %s", seed, query.toBson().toJson(), document)
                  .anyMatch(equality -> has(document, equality));
            }
          }
        }
      }
    }
    assertThat(implied).isGreaterThan(1000);
  }

  private static Query query(RandomQueries queries) {
    while (true) {
      try {
        return Query.parse(queries.next());
      } catch (InvalidQueryException e) {
        // a few are
      }
    }
  }

  @Test
  void equalValuesHaveEqualHashes() {
    long seed = new Random().nextLong();
    RandomValues values = new RandomValues(new Random(seed));
    int equal = 0;
    for (int i = 0; i < 200_000; i++) {
      RawValue a = raw(values.value(2));
      RawValue b = raw(values.value(2));
      if (ValueOrder.compare(a, b) == 0) {
        equal++;
        assertThat(ValueHash.of(a)).as("seed %d", seed).isEqualTo(ValueHash.of(b));
      }
    }
    assertThat(equal).isGreaterThan(1000);
  }

  private static RawValue raw(BsonValue value) {
    return RawValue.of(new BsonDocument("v", value)).field(new byte[] {'v'});
  }

  /** Else a reader would be found by nearly every change. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{a: 1}|1",
        "{a: {$eq: 1}}|1",
        "{a: {$in: [1, 2, 2]}}|2",
        "{a: {$all: [1, 2]}}|1 1",
        "{a: 1, b: 2}|1 1",
        "{a: 1, b: {$gt: 2}}|1",
        "{a: {$gt: 0, $eq: 1}}|1",
        "{$and: [{a: 1}, {b: {$in: [1, 2]}}]}|1 2",
        "{$or: [{a: 1}, {b: {$in: [1, 2]}, c: 3}]}|2",
        "{$or: [{a: 1}, {b: {$gt: 1}}]}|",
        "{a: null}|",
        "{a: {$in: [1, null]}}|",
        "{a: {$ne: 1}}|",
        "{a: {$not: {$eq: 1}}}|",
        "{a: {$elemMatch: {$eq: 1}}}|",
        "{$nor: [{a: 1}]}|",
        "{a: {$exists: true}}|",
        "{}|",
        "{a: {$in: []}}|0",
        "{$nor: [{}]}|0"
      })
  void aQueryImpliesAsMuchAsCanBeSaid(String example) {
    String[] parts = example.split("\\|", -1);
    List<Set<Equality>> equalities = Query.parse(BsonDocument.parse(parts[0])).equalities();

    assertThat(equalities.stream().map(Set::size).map(String::valueOf).sorted().toList())
        .isEqualTo(Stream.of(parts[1].split(" ")).filter(size -> !size.isEmpty()).toList());
  }

  @Test
  void ofSeveralQueriesEachHasToImplySomething() {
    Query one = Query.parse(BsonDocument.parse("{a: 1, b: {$in: [1, 2]}}"));
    Query two = Query.parse(BsonDocument.parse("{c: 1}"));

    assertThat(Query.equalitiesOfAny(List.of(one))).isEqualTo(one.equalities());
    assertThat(Query.equalitiesOfAny(List.of(one, two)))
        .containsExactly(
            Set.of(
                one.equalities().get(0).iterator().next(),
                two.equalities().get(0).iterator().next()));
    assertThat(Query.equalitiesOfAny(List.of(one, Query.ALL))).isEmpty();
    assertThat(Query.equalitiesOfAny(List.of(one, Query.NONE)))
        .isEqualTo(List.of(one.equalities().get(0)));
    assertThat(Query.equalitiesOfAny(List.of())).containsExactly(Set.of());
  }

  @Test
  void moreEqualitiesThanAreOfUseAreNone() {
    BsonArray many = new BsonArray();
    for (int i = 0; i < 257; i++) {
      many.add(new BsonInt32(i));
    }
    BsonDocument in = new BsonDocument("$in", many);
    assertThat(Query.parse(new BsonDocument("a", in)).equalities()).isEmpty();
    many.remove(256);
    assertThat(Query.parse(new BsonDocument("a", in)).equalities())
        .singleElement()
        .satisfies(any -> assertThat(any).hasSize(256));
  }

  @Test
  void aNumberIsTheSameInEveryType() {
    RawBsonDocument document =
        RawBsonDocument.parse("{a: [{b: {$numberDecimal: '5.0'}}, {b: [7, 'x']}]}");

    assertThat(List.of("{'a.b': 5}", "{'a.b': {$numberLong: '7'}}", "{'a.b': [7, 'x']}"))
        .allMatch(query -> has(document, only(query)));
    assertThat(List.of("{'a.b': 6}", "{'a.b': '5'}", "{'a.0': 5}", "{b: 5}"))
        .noneMatch(query -> has(document, only(query)));
  }

  private static Equality only(String query) {
    return Query.parse(BsonDocument.parse(query)).equalities().get(0).iterator().next();
  }

  private static boolean has(BsonDocument document, Equality equality) {
    Set<Long> numbers = new HashSet<>();
    new FieldValues(equality.path()).visit(document, numbers::add);
    return numbers.contains(equality.number());
  }
}
