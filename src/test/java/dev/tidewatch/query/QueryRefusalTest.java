package dev.tidewatch.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryRefusalTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$where",
        "$expr",
        "$text",
        "$comment",
        "$jsonSchema",
        "$sampleRate",
        "$alwaysTrue",
        "$id"
      })
  void anOperatorInPlaceOfAFieldIsNamedWithWhatIsPossible(String operator) {
    assertThatThrownBy(() -> parse("{" + operator + ": 1}"))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageContaining("\"" + operator + "\" is not part of a query; possible are $eq, $ne,")
        .hasMessageEndingWith("$and, $or, $nor");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$mod",
        "$bitsAllSet",
        "$near",
        "$geoWithin",
        "$options",
        "$where",
        "$expr",
        "$_internalSchemaEq",
        "$EQ",
        "$"
      })
  void anOperatorWithinAFieldIsNamedWithWhatIsPossible(String operator) {
    for (String query :
        new String[] {
          "{a: {%s: 1}}",
          "{a: {$gt: 1, %s: 1}}",
          "{a: {$not: {%s: 1}}}",
          "{a: {$elemMatch: {%s: 1}}}",
          "{$or: [{a: 1}, {$and: [{b: {%s: 1}}]}]}",
          "{a: {$all: [{$elemMatch: {b: {%s: 1}}}]}}"
        }) {
      assertThatThrownBy(() -> parse(query.formatted("'" + operator + "'")))
          .as(query)
          .isInstanceOf(InvalidQueryException.class)
          .hasMessageContaining("\"" + operator + "\" is not part of a query; possible are $eq,");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{a: /x/}",
        "{a: {$regex: 'x', $options: 'i'}}",
        "{a: {$eq: /x/}}",
        "{a: {$ne: /x/}}",
        "{a: {$gt: /x/}}",
        "{a: {$not: /x/}}",
        "{a: {$in: [1, /x/]}}",
        "{a: {$nin: [/x/]}}",
        "{a: {$all: [/x/]}}",
        "{a: {$elemMatch: {$eq: /x/}}}",
        "{a: {$regex: 'x'}}"
      })
  void aRegularExpressionIsRefused(String query) {
    assertThatThrownBy(() -> parse(query))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageMatching(
            "(a regular expression|the operator \"\\$regex\") is not part of a query; .*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{$not: {a: 1}}                   | $not must stand within a field",
        "{$gt: 1}                         | $gt must stand within a field",
        "{a: {$and: [{b: 1}]}}            | $and must stand beside the fields",
        "{a: {$not: {$or: [{$gt: 1}]}}}   | $or must stand beside the fields",
        "{$and: []}                       | $and needs an array of at least one query",
        "{$or: {a: 1}}                    | $or needs an array of at least one query",
        "{$nor: [1]}                      | $nor needs an array of at least one query",
        "{a: {$in: 1}}                    | $in needs an array",
        "{a: {$in: [{$gt: 1}]}}           | $in needs values",
        "{a: {$nin: {$gt: 1}}}            | $nin needs an array",
        "{a: {$all: 1}}                   | $all needs an array",
        "{a: {$all: [{$gt: 1}]}}          | $all needs values",
        "{a: {$all: [{$elemMatch: {b: 1}}, 1]}}  | $all needs values alone, or $elemMatch alone",
        "{a: {$all: [1, {$elemMatch: {b: 1}}]}}  | $all needs values alone, or $elemMatch alone",
        "{a: {$elemMatch: [1]}}           | $elemMatch needs a query",
        "{a: {$not: 1}}                   | $not needs a document of operators",
        "{a: {$not: {}}}                  | $not needs a document of operators",
        "{a: {$not: {b: 1}}}              | $not needs a document of operators",
        "{a: {$size: -1}}                 | $size needs a whole number",
        "{a: {$size: 1.5}}                | $size needs a whole number",
        "{a: {$size: '1'}}                | $size needs a whole number",
        "{a: {$size: 3000000000}}         | $size needs a whole number",
        "{a: {$size: {$numberDouble: 'NaN'}}} | $size needs a whole number",
        "{a: {$size: {$numberDecimal: 'Infinity'}}} | $size needs a whole number",
        "{a: {$type: {$numberDecimal: '-Infinity'}}} | $type needs the number",
        "{a: {$type: 'text'}}             | $type needs the number or the name of a type",
        "{a: {$type: []}}                 | $type needs the number or the name of a type",
        "{a: {$type: 0}}                  | $type needs the number or the name of a type",
        "{a: {$type: 20}}                 | $type needs the number or the name of a type",
        "{a: {$type: 1.5}}                | $type needs the number or the name of a type",
        "{a: {$type: [['int']]}}          | $type needs the number or the name of a type",
        "{a: {$eq: {$undefined: true}}}   | undefined cannot be compared with",
        "{a: {$in: [{$undefined: true}]}} | undefined cannot be compared with",
        "{a: {$gt: 1, b: 1}}              | the field \"b\" beside operators is not part",
        "{'a..b': 1}                      | the field \"a..b\" has an empty name",
        "{'': 1}                          | the field \"\" has an empty name",
        "{'a.': 1}                        | the field \"a.\" has an empty name"
      })
  void whatMongoDbRefusesOrIsAmbiguousIsRefused(String query, String message) {
    assertThatThrownBy(() -> parse(query))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aQueryHasAtMost32Levels() {
    // a field's value adds no level, an operator's document does
    assertThatCode(() -> parse("{a: ".repeat(31) + "{}" + "}".repeat(31)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> parse("{a: ".repeat(32) + "{}" + "}".repeat(32)))
        .hasMessage("the query is nested deeper than 32 levels");
    assertThatThrownBy(() -> parse("{$and: [".repeat(17) + "{}" + "]}".repeat(17)))
        .hasMessage("the query is nested deeper than 32 levels");
  }

  @Test
  void depthIsCheckedBeforeAnythingRecursive() {
    BsonDocument deep = new BsonDocument();
    for (int i = 0; i < 100_000; i++) {
      deep = new BsonDocument("a", deep);
    }
    BsonDocument query = deep;

    assertThatThrownBy(() -> Query.parse(query)).isInstanceOf(InvalidQueryException.class);
    assertThatThrownBy(() -> QueryTemplate.parse(query)).isInstanceOf(InvalidQueryException.class);
  }

  @Test
  void aQueryHasAtMost256Operators() {
    assertThatCode(() -> parse("{$or: [" + "{a: 1},".repeat(255) + "]}"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> parse("{$or: [" + "{a: 1},".repeat(256) + "]}"))
        .hasMessageStartingWith("the query has more than 256 operators");
    assertThatThrownBy(() -> parse("{a: {$all: [" + "1,".repeat(256) + "]}}"))
        .hasMessageStartingWith("the query has more than 256 operators");
  }

  @Test
  void aListOfInMayBeLongButAQueryHasAtMost64Kilobytes() {
    BsonArray list = new BsonArray(Collections.nCopies(5_000, new BsonInt32(1)));
    BsonDocument in = new BsonDocument("a", new BsonDocument("$in", list));
    assertThat(Query.parse(in).matches(BsonDocument.parse("{a: 1}"))).isTrue();

    BsonDocument large = new BsonDocument("a", new BsonBinary(new byte[64 * 1024]));
    assertThatThrownBy(() -> Query.parse(large))
        .hasMessage("the query has 65549 bytes, at most 65536 are possible");
  }

  @Test
  void aPathHasAtMost20Parts() {
    assertThatCode(() -> parse("{'a" + ".0".repeat(19) + "': 1}")).doesNotThrowAnyException();
    assertThatThrownBy(() -> parse("{'a" + ".0".repeat(20) + "': 1}"))
        .hasMessageContaining("has 21 parts, at most 20 are possible");
  }

  /** Each part may be an index or a field here, which is the most that a path can cost. */
  @Test
  void theMostAmbiguousPathIsDecidedAtOnce() {
    StringBuilder document = new StringBuilder("{a: 1}");
    for (int i = 0; i < 45; i++) {
      document.insert(0, "[{'0': ").append("}]");
    }
    Query query = parse("{'a" + ".0".repeat(19) + "': 'x'}");
    BsonDocument nested = BsonDocument.parse("{a: " + document + "}");

    long start = System.nanoTime();
    assertThat(query.matches(nested)).isFalse();
    assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
  }

  @Test
  void aNameWithAZeroByteIsRefusedInItsOwnWords() {
    BsonDocument query = new BsonDocument("a\0b", new BsonInt32(1));

    assertThatThrownBy(() -> Query.parse(query))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessage("a name in the query holds a zero byte")
        .hasNoCause();
  }

  @Test
  void aMessageHoldsNoValueAndNoLineBreak() {
    BsonDocument query =
        new BsonDocument(
            "a",
            new BsonDocument(
                "$x\n\u202e" + "y".repeat(1000), new BsonString("a secret of somebody else")));

    assertThatThrownBy(() -> Query.parse(query))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageContaining("\"$x??yyy")
        .hasMessageNotContainingAny("secret", "\n", "\u202e", "y".repeat(200));
  }

  private static Query parse(String query) {
    return Query.parse(BsonDocument.parse(query));
  }
}
