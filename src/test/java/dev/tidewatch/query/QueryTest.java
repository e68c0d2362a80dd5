package dev.tidewatch.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What queries mean, in the corners; QueryIT compares random ones with MongoDB. */
class QueryTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // the four types of numbers, by value
        "{a: 1}                      | {a: {$numberDecimal: '1.00'}}           | true",
        "{a: {$numberLong: '1'}}     | {a: 1.0}                                | true",
        "{a: 0}                      | {a: -0.0}                               | true",
        "{a: {$numberDecimal: '-0'}} | {a: 0}                                  | true",
        "{a: 9007199254740993}       | {a: 9007199254740992.0}                 | false",
        "{a: {$gt: 9007199254740992.0}} | {a: 9007199254740993}                | true",
        "{a: {$lt: 9223372036854775808.0}} | {a: 9223372036854775807}          | true",
        "{a: {$numberDecimal: '0.1'}} | {a: 0.1}                               | false",
        "{a: {$numberDecimal: '0.1000000000000000055511151231257827'}} | {a: 0.1} | false",
        "{a: {$gt: {$numberDecimal: '0.1000000000000000055511151231257827'}}} | {a: 0.1} | true",
        "{a: {$gt: {$numberDecimal: '1E+6144'}}} | {a: {$numberDouble: 'Infinity'}} | true",
        "{a: {$lt: {$numberDecimal: 'Infinity'}}} | {a: 1e308}                 | true",
        // NaN equals NaN and compares with nothing else
        "{a: {$numberDouble: 'NaN'}} | {a: {$numberDecimal: 'NaN'}}            | true",
        "{a: {$lte: {$numberDouble: 'NaN'}}} | {a: {$numberDouble: 'NaN'}}     | true",
        "{a: {$lt: 5}}               | {a: {$numberDouble: 'NaN'}}             | false",
        "{a: {$lt: {$numberDouble: 'NaN'}}} | {a: 1}                           | false",
        "{a: {$in: [1, {$numberDouble: 'NaN'}]}} | {a: {$numberDecimal: 'NaN'}} | true",
        // only within a type
        "{a: {$gt: 1}}               | {a: '2'}                                | false",
        "{a: {$lt: 'b'}}             | {a: 1}                                  | false",
        "{a: {$gte: false}}          | {a: 1}                                  | false",
        "{a: {$gt: {$date: 0}}}      | {a: {$timestamp: {t: 9, i: 1}}}         | false",
        "{a: {$gt: {$minKey: 1}}}    | {a: 'anything'}                         | true",
        "{a: {$lt: {$maxKey: 1}}}    | {}                                      | true",
        "{a: {$gt: {$minKey: 1}}}    | {a: {$minKey: 1}}                       | false",
        "{a: {$eq: {$maxKey: 1}}}    | {a: 1}                                  | false",
        // null, missing, undefined
        "{a: null}                   | {}                                      | true",
        "{a: null}                   | {a: null}                               | true",
        "{a: null}                   | {a: {$undefined: true}}                 | true",
        "{a: null}                   | {a: 0}                                  | false",
        "{a: {$gte: null}}           | {}                                      | true",
        "{a: {$gt: null}}            | {}                                      | false",
        "{a: {$ne: null}}            | {}                                      | false",
        "{a: {$in: [null, 1]}}       | {}                                      | true",
        "{a: {$in: [null, 1]}}       | {a: {$undefined: true}}                 | true",
        "{a: {$nin: [null, 1]}}      | {}                                      | false",
        "{'a.b': null}               | {a: 5}                                  | true",
        "{'a.b': null}               | {a: [1, 2]}                             | false",
        "{'a.b': null}               | {a: [{}, {b: 1}]}                       | true",
        "{'a.b': null}               | {a: []}                                 | false",
        "{a: {$exists: true}}        | {a: null}                               | true",
        "{a: {$exists: false}}       | {a: {$undefined: true}}                 | false",
        "{a: {$exists: 0}}           | {}                                      | true",
        "{a: {$exists: null}}        | {a: 1}                                  | false",
        "{a: {$exists: {$numberDecimal: '-0'}}}       | {}                     | true",
        "{a: {$exists: {$numberDecimal: 'Infinity'}}} | {a: 1}                 | true",
        "{a: {$exists: ''}}          | {a: 1}                                  | true",
        // arrays
        "{a: 1}                      | {a: [1, 2]}                             | true",
        "{a: [1, 2]}                 | {a: [1, 2]}                             | true",
        "{a: [1, 2]}                 | {a: [2, 1]}                             | false",
        "{a: [1, 2]}                 | {a: [[1, 2], 3]}                        | true",
        "{a: 1}                      | {a: [[1]]}                              | false",
        "{a: {$ne: 1}}               | {a: [1, 2]}                             | false",
        "{a: {$gt: 1, $lt: 2}}       | {a: [0, 3]}                             | true",
        "{a: {$elemMatch: {$gt: 1, $lt: 2}}} | {a: [0, 3]}                     | false",
        "{a: {$not: {$gt: 1}}}       | {a: [0, 3]}                             | false",
        "{a: {$gt: [1]}}             | {a: [1, 0]}                             | true",
        "{a: []}                     | {a: []}                                 | true",
        "{'a.b': 1}                  | {a: [{b: 1}, {b: 2}]}                   | true",
        "{'a.b': 1}                  | {a: [[{b: 1}]]}                         | false",
        "{'a.b': {$ne: 1}}           | {a: [{b: 1}, {b: 2}]}                   | false",
        "{'a.b': {$exists: false}}   | {a: [1]}                                | true",
        // numbers in paths
        "{'a.0': 1}                  | {a: [1, 2]}                             | true",
        "{'a.0': 2}                  | {a: [1, 2]}                             | false",
        "{'a.0': 1}                  | {a: {'0': 1}}                           | true",
        "{'a.0': 1}                  | {a: [{'0': 1}]}                         | true",
        "{'a.0': 1}                  | {a: [[1]]}                              | false",
        "{'a.0': [1]}                | {a: [[1]]}                              | true",
        "{'a.00': 1}                 | {a: [1]}                                | false",
        "{'a.0.b': 1}                | {a: [{b: 1}]}                           | true",
        "{'a.1.b': 1}                | {a: [{b: 1}]}                           | false",
        "{'a.0.0.b': 1}              | {a: [[{b: 1}]]}                         | true",
        "{'a.0.b': 1}                | {a: [[{b: 1}]]}                         | true",
        "{'a.0': null}               | {a: [{b: 1}]}                           | true",
        // $size, $all, $elemMatch
        "{a: {$size: 2}}             | {a: [1, [2, 3]]}                        | true",
        "{a: {$size: 2}}             | {a: [[2, 3]]}                           | false",
        "{'a.0': {$size: 2}}         | {a: [[2, 3]]}                           | true",
        "{a: {$size: 1.0}}           | {a: [1]}                                | true",
        "{a: {$size: 0}}             | {}                                      | false",
        "{a: {$all: []}}             | {a: []}                                 | false",
        "{a: {$all: [1, 2]}}         | {a: [2, 3, 1]}                          | true",
        "{a: {$all: [1]}}            | {a: 1}                                  | true",
        "{a: {$all: [[1, 2]]}}       | {a: [1, 2]}                             | true",
        "{a: {$all: [null]}}         | {}                                      | true",
        "{a: {$all: [{$elemMatch: {b: 1}}, {$elemMatch: {b: 2}}]}} | {a: [{b: 1}, {b: 2}]} | true",
        "{a: {$all: [{$elemMatch: {b: 1}}, {$elemMatch: {b: 3}}]}} | {a: [{b: 1}, {b: 2}]} | false",
        "{a: {$elemMatch: {b: 1, c: 2}}} | {a: [{b: 1, c: 1}, {b: 2, c: 2}]}   | false",
        "{a: {$elemMatch: {b: 1, c: 2}}} | {a: [{b: 1, c: 2}]}                 | true",
        "{a: {$elemMatch: {b: 1}}}   | {a: {b: 1}}                             | false",
        "{a: {$elemMatch: {}}}       | {a: [1, {}]}                            | true",
        "{a: {$elemMatch: {}}}       | {a: [1]}                                | false",
        "{a: {$elemMatch: {'0': 1}}} | {a: [[1]]}                              | true",
        "{a: {$elemMatch: {$eq: 1}}} | {a: [[1]]}                              | false",
        "{a: {$elemMatch: {$elemMatch: {$eq: 1}}}} | {a: [[1]]}                | true",
        "{a: {$elemMatch: {$ne: 1}}} | {a: [1, 2]}                             | true",
        "{a: {$elemMatch: {$not: {$gt: 1}}}} | {a: [0, 3]}                     | true",
        "{a: {$elemMatch: {$or: [{b: 1}, {c: 1}]}}} | {a: [{c: 1}]}            | true",
        "{a: {$elemMatch: {$nor: [{b: 1}]}}} | {a: [{b: 1}]}                   | false",
        "{a: {$elemMatch: {$nin: [1]}}} | {a: []}                              | false",
        // documents
        "{a: {b: 1, c: 2}}           | {a: {b: 1, c: 2}}                       | true",
        "{a: {b: 1, c: 2}}           | {a: {c: 2, b: 1}}                       | false",
        "{a: {b: 1}}                 | {a: {b: 1, c: 2}}                       | false",
        "{a: {b: 1}}                 | {a: {b: {$numberDecimal: '1.0'}}}       | true",
        "{a: {$gt: {b: 1}}}          | {a: {b: 2}}                             | true",
        "{a: {$gt: {b: 'x'}}}        | {a: {c: 1}}                             | false",
        "{a: {b: null}}              | {a: {}}                                 | false",
        "{a: {}}                     | {a: {}}                                 | true",
        "{a: {$ref: 'c', $id: 1}}    | {a: {$ref: 'c', $id: 1}}                | true",
        "{'a.$id': 1}                | {a: {$ref: 'c', $id: 1}}                | true",
        "{a: {b: 1, $gt: 2}}         | {a: 5}                                  | false",
        // types
        "{a: {$type: 'number'}}      | {a: {$numberDecimal: '1'}}              | true",
        "{a: {$type: 'array'}}       | {a: [1]}                                | true",
        "{a: {$type: 'int'}}         | {a: ['x', 1]}                           | true",
        "{a: {$type: 16}}            | {a: 1.5}                                | false",
        "{a: {$type: [2, 'null']}}   | {a: null}                               | true",
        "{a: {$type: -1}}            | {a: {$minKey: 1}}                       | true",
        "{a: {$type: 'null'}}        | {}                                      | false",
        "{a: 'x'}                    | {a: {$symbol: 'x'}}                     | true",
        "{a: 'x'}                    | {a: {$code: 'x'}}                       | false",
        "{a: {$gt: 'Z'}}             | {a: 'a'}                                | true",
        "{a: {$gt: 'z'}}             | {a: 'é'}                                | true",
        "{a: {$gt: '\uffff'}}        | {a: '😀'}                               | true",
        "{a: {$gt: {$timestamp: {t: 1, i: 1}}}} | {a: {$timestamp: {t: 4294967295, i: 1}}} | true",
        "{a: {$gt: {$date: 0}}}      | {a: {$date: {$numberLong: '-1'}}}       | false",
        "{a: {$gt: {$code: 'a'}}}    | {a: {$code: 'b', $scope: {}}}           | false",
        "{a: {$gt: {$code: 'a', $scope: {b: 1}}}} | {a: {$code: 'a', $scope: {b: 2}}} | true",
        "{a: {$lt: {$binary: {base64: 'AAA=', subType: '00'}}}} | {a: {$binary: {base64: '/w==', subType: '05'}}} | true",
        "{a: {$lt: {$binary: {base64: 'AA==', subType: '05'}}}} | {a: {$binary: {base64: '/w==', subType: '00'}}} | true",
        "{a: {$lt: {$oid: '000000000000000000000001'}}} | {a: {$oid: 'ff0000000000000000000001'}} | false",
        // logic
        "{}                          | {a: 1}                                  | true",
        "{a: 1, b: 2}                | {a: 1, b: 3}                            | false",
        "{$and: [{a: 1}, {b: 2}]}    | {a: 1, b: 2}                            | true",
        "{$or: [{a: 1}, {b: 2}]}     | {b: 2}                                  | true",
        "{$nor: [{a: 1}, {b: 2}]}    | {a: 2, b: 3}                            | true",
        "{$nor: [{}]}                | {}                                      | false",
        "{a: {$not: {$not: {$eq: 1}}}} | {a: 1}                                | true",
        "{a: {$in: []}}              | {a: 1}                                  | false",
        "{a: {$nin: []}}             | {}                                      | true"
      })
  void aQueryMeansWhatItMeansInMongoDb(String query, String document, boolean matches) {
    BsonDocument decoded = BsonDocument.parse(document);

    assertThat(Query.parse(BsonDocument.parse(query)).matches(decoded)).isEqualTo(matches);
    assertThat(Query.parse(BsonDocument.parse(query)).matches(raw(decoded))).isEqualTo(matches);
  }

  @Test
  void twoFieldsOfOneNameAreComparedAsTheyAre() {
    RawBsonDocument twice = withTwoFields("a", "b");
    Query whole = Query.parse(BsonDocument.parse("{d: {a: 1, b: 2}}"));

    assertThat(whole.matches(new BsonDocument("d", twice))).isTrue();
    // the driver would decode these two as one
    RawBsonDocument same = withTwoFields("b", "b");
    assertThat(Query.parse(BsonDocument.parse("{d: {b: 2}}")).matches(within(same))).isFalse();
    assertThat(Query.parse(BsonDocument.parse("{'d.b': 1}")).matches(within(same))).isTrue();
  }

  @Test
  void aDocumentWithinAnotherOnesBytesIsReadInPlace() {
    RawBsonDocument change = raw(BsonDocument.parse("{x: 1, fullDocument: {a: 5}, y: {a: 6}}"));
    Query query = Query.parse(BsonDocument.parse("{a: 5}"));

    assertThat(query.matches(change.getDocument("fullDocument"))).isTrue();
    assertThat(query.matches(change.getDocument("y"))).isFalse();
  }

  @Test
  void whatIsNotBsonMatchesNoQuery() {
    byte[] bytes = bytes(BsonDocument.parse("{a: 'x', b: {c: 1}}"));
    Query isNot = Query.parse(BsonDocument.parse("{'b.c': {$ne: 2}}"));
    assertThat(isNot.matches(new RawBsonDocument(bytes))).isTrue();

    for (int length : new int[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1000}) {
      byte[] damaged = bytes.clone();
      // of the string
      for (int i = 0; i < 4; i++) {
        damaged[7 + i] = (byte) (length >>> 8 * i);
      }
      assertThat(isNot.matches(new RawBsonDocument(damaged))).as("length %s", length).isFalse();
    }
    byte[] unknown = bytes.clone();
    unknown[4] = 99;
    assertThat(isNot.matches(new RawBsonDocument(unknown))).isFalse();
  }

  @Test
  void aDecimalOfMoreDigitsThanItCanHaveIsZero() {
    Decimal128 tooLarge = Decimal128.fromIEEE754BIDEncoding(0x3041ffffffffffffL, -1);
    BsonDocument document = new BsonDocument("a", new BsonDecimal128(tooLarge));

    assertThat(tooLarge.bigDecimalValue().precision()).isEqualTo(35);
    assertThat(Query.parse(BsonDocument.parse("{a: 0}")).matches(document)).isTrue();
  }

  @Test
  void anyDamageIsSurvived() {
    Random random = new Random(1);
    RandomValues values = new RandomValues(random);
    List<RawBsonDocument> documents = Stream.generate(() -> values.document(3)).limit(50).toList();
    RandomQueries queries = new RandomQueries(values, documents);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = bytes(documents.get(i % documents.size()));
      for (int j = 0; j < 3; j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      BsonDocument query = queries.next();
      try {
        Query.parse(query).matches(new RawBsonDocument(bytes));
      } catch (InvalidQueryException e) {
        // of this a few are
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}                                             |             | true",
        "{_id: 1}                                       | _id         | true",
        "{'_id.a': 1, _id: {$ne: 2}}                    | _id,_id.a   | true",
        "{_idx: 1}                                      | _idx        | false",
        "{_id: 1, $or: [{_id: 2}, {b: 1}]}              | _id,b       | false",
        "{$nor: [{'a.b': {$not: {$gt: 1}}}]}            | a.b         | false",
        "{a: {$elemMatch: {b: 1, 'c.0': 2}}}            | a.b,a.c.0   | false",
        "{a: {$elemMatch: {}}}                          | a           | false",
        "{a: {$elemMatch: {$gt: 1, $elemMatch: {b: 1}}}} | a,a.b      | false",
        "{a: {$all: [{$elemMatch: {b: 1}}]}}            | a.b         | false",
        "{a: {b: 1}}                                    | a           | false"
      })
  void itsPathsAreTheFieldsThatDecide(String query, String paths, boolean idAlone) {
    Query parsed = Query.parse(BsonDocument.parse(query));

    assertThat(parsed.paths())
        .isEqualTo(paths == null ? java.util.Set.of() : java.util.Set.of(paths.split(",")));
    assertThat(parsed.isOnIdAlone()).isEqualTo(idAlone);
  }

  @Test
  void queriesAreEqualIfTheyAreWrittenAlike() {
    Query query = Query.parse(BsonDocument.parse("{a: {x: 1, y: 2}}"));

    assertThat(query)
        .isEqualTo(Query.parse(raw(BsonDocument.parse("{a: {x: 1, y: 2}}"))))
        .hasSameHashCodeAs(Query.parse(BsonDocument.parse("{a: {x: 1, y: 2}}")))
        // another document: BsonDocument.equals would see none of this
        .isNotEqualTo(Query.parse(BsonDocument.parse("{a: {y: 2, x: 1}}")))
        .isNotEqualTo(Query.parse(BsonDocument.parse("{a: {x: 1, y: 2.0}}")));
    assertThat(query.toBson()).isEqualTo(BsonDocument.parse("{a: {x: 1, y: 2}}"));
  }

  @Test
  void aQueryIsOfTheMomentWhenItWasRead() {
    BsonDocument source = new BsonDocument("a", new BsonInt32(1));
    Query query = Query.parse(source);

    source.put("a", new BsonInt32(2));

    assertThat(query.matches(BsonDocument.parse("{a: 1}"))).isTrue();
    assertThat(query.toBson()).isEqualTo(BsonDocument.parse("{a: 1}"));
  }

  @Test
  void allMatchesEverythingAndNoneNothing() {
    for (String document : List.of("{}", "{a: 1}", "{_id: null}")) {
      assertThat(Query.ALL.matches(BsonDocument.parse(document))).isTrue();
      assertThat(Query.NONE.matches(BsonDocument.parse(document))).isFalse();
    }
    assertThat(Query.ALL).isEqualTo(Query.parse(new BsonDocument()));
  }

  @Test
  void itsTextHoldsNoValue() {
    assertThat(Query.parse(new BsonDocument("a", new BsonString("secret"))))
        .asString()
        .isEqualTo("Query[a]");
  }

  private static BsonDocument within(RawBsonDocument document) {
    byte[] inner = bytes(document);
    byte[] outer = bytes(new BsonDocument("d", new BsonDocument()));
    byte[] whole = new byte[outer.length - 5 + inner.length];
    System.arraycopy(outer, 0, whole, 0, 7);
    System.arraycopy(inner, 0, whole, 7, inner.length);
    whole[0] = (byte) whole.length;
    return new RawBsonDocument(whole);
  }

  /** {@code {FIRST: 1, SECOND: 2}}, also if the names are equal. */
  private static RawBsonDocument withTwoFields(String first, String second) {
    byte[] bytes = bytes(BsonDocument.parse("{x: 1, y: 2}"));
    bytes[5] = (byte) first.charAt(0);
    bytes[12] = (byte) second.charAt(0);
    return new RawBsonDocument(bytes);
  }

  private static RawBsonDocument raw(BsonDocument document) {
    return new RawBsonDocument(document, new BsonDocumentCodec());
  }

  private static byte[] bytes(BsonDocument document) {
    RawBsonDocument raw = document instanceof RawBsonDocument given ? given : raw(document);
    byte[] bytes = new byte[raw.getByteBuffer().remaining()];
    raw.getByteBuffer().get(bytes);
    return bytes;
  }
}
