package dev.tidewatch.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTemplateTest {

  private static final Map<String, BsonValue> CALLER =
      Map.of(
          "caller.name", new BsonString("ada"),
          "caller.roles", list(new BsonString("sales"), new BsonString("support")),
          "caller.claims.tenant", new BsonInt32(7),
          "caller.claims.https://example.com/a.b", new BsonString("x"),
          "caller.claims.regions", list(new BsonString("eu")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{owner: '@caller.name'}                      | {owner: 'ada'}",
        "{owner: {$ne: '@caller.name'}}               | {owner: {$ne: 'ada'}}",
        "{tenant: {$in: ['@caller.claims.tenant', 0]}} | {tenant: {$in: [7, 0]}}",
        "{role: {$in: '@caller.roles'}}               | {role: {$in: ['sales', 'support']}}",
        "{region: {$nin: '@caller.claims.regions'}}   | {region: {$nin: ['eu']}}",
        "{role: {$all: '@caller.roles'}}              | {role: {$all: ['sales', 'support']}}",
        "{$or: [{a: {b: ['@caller.name']}}, {c: 1}]}  | {$or: [{a: {b: ['ada']}}, {c: 1}]}",
        "{a: '@caller.claims.https://example.com/a.b'} | {a: 'x'}",
        "{a: '@@caller.name', b: '@caller.name'}      | {a: '@caller.name', b: 'ada'}",
        "{a: '@@'}                                    | {a: '@'}",
        "{a: 'ada@caller.name'}                       | {a: 'ada@caller.name'}"
      })
  void valuesTakeTheirPlaces(String template, String query) {
    assertThat(template(template).bind(CALLER::get))
        .isEqualTo(Query.parse(BsonDocument.parse(query)));
  }

  static List<BsonValue> unusable() {
    BsonArray withEmpty = list(new BsonString("eu"), new BsonString(""));
    return java.util.Arrays.asList(
        null,
        BsonNull.VALUE,
        new BsonString(""),
        new BsonDocument("a", new BsonInt32(1)),
        new BsonDouble(Double.NaN),
        new BsonDouble(Double.POSITIVE_INFINITY),
        list(),
        list(BsonNull.VALUE),
        list(list(new BsonString("eu"))),
        list(new BsonDocument()),
        withEmpty,
        new org.bson.BsonUndefined(),
        new org.bson.BsonRegularExpression(".*"),
        new org.bson.BsonMaxKey());
  }

  /** Also where a false condition makes the query true. */
  @ParameterizedTest
  @MethodSource("unusable")
  void aValueThatCannotBeUsedMakesTheWholeQueryMatchNothing(BsonValue value) {
    Map<String, BsonValue> values = new HashMap<>(CALLER);
    values.put("caller.claims.tenant", value);
    for (String template :
        List.of(
            "{t: '@caller.claims.tenant'}",
            "{t: {$ne: '@caller.claims.tenant'}}",
            "{t: {$not: {$eq: '@caller.claims.tenant'}}}",
            "{t: {$gte: '@caller.claims.tenant'}}",
            "{t: {$nin: ['@caller.claims.tenant']}}",
            "{t: {$nin: '@caller.claims.tenant'}}",
            "{t: {$in: '@caller.claims.tenant'}}",
            "{$nor: [{t: '@caller.claims.tenant'}]}",
            "{$or: [{public: true}, {t: '@caller.claims.tenant'}]}",
            "{$or: [{public: true}, {t: {$not: {$in: '@caller.claims.tenant'}}}]}",
            "{a: {$not: {$elemMatch: {t: '@caller.claims.tenant'}}}}",
            "{t: {$ne: '@caller.claims.tenant'}, owner: {$ne: '@caller.name'}}",
            "{owner: {$ne: '@caller.name'}, t: {$ne: '@caller.claims.tenant'}}",
            "{a: {$ne: {t: ['@caller.claims.tenant']}}}")) {
      Query bound = template(template).bind(values::get);

      assertThat(bound).as(template).isSameAs(Query.NONE);
      assertThat(bound.matches(BsonDocument.parse("{public: true}"))).isFalse();
    }
  }

  @Test
  void aListCanStandOnlyForAListAndNothingElseForOne() {
    assertThat(template("{t: '@caller.claims.regions'}").bind(CALLER::get)).isSameAs(Query.NONE);
    assertThat(template("{t: {$ne: '@caller.claims.regions'}}").bind(CALLER::get))
        .isSameAs(Query.NONE);
    assertThat(template("{t: {$nin: '@caller.claims.tenant'}}").bind(CALLER::get))
        .isSameAs(Query.NONE);
  }

  @Test
  void whatAClaimSaysIsNeverAnOperatorNorAPlaceholder() {
    for (String text : List.of("$ne", "@caller.name", "{\"$gt\": \"\"}", "$where", "@@")) {
      Query query = template("{a: '@caller.name'}").bind(name -> new BsonString(text));

      assertThat(query).isEqualTo(Query.parse(new BsonDocument("a", new BsonString(text))));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{a: '@caller.nam'}                 | \"@caller.nam\" is unknown; possible are @caller.name",
        "{a: {$ne: '@user.name'}}           | \"@user.name\" is unknown; possible are @caller.name",
        "{a: '@'}                           | \"@\" is unknown",
        "{a: '@caller.claims.'}             | \"@caller.claims.\" is unknown",
        "{a: '@caller.claims'}              | \"@caller.claims\" is unknown",
        "{a: '@caller.roles'}               | @caller.roles is a list",
        "{a: {$in: ['@caller.roles']}}      | @caller.roles is a list",
        "{a: {$in: '@caller.name'}}         | @caller.name is no list",
        "{a: {$exists: '@caller.claims.x'}} | $exists needs a constant",
        "{a: {$type: '@caller.claims.x'}}   | $type needs a constant",
        "{a: {$size: '@caller.claims.x'}}   | $size needs a constant",
        "{a: {$type: ['@caller.claims.x']}} | $type needs the number or the name of a type",
        "{'@caller.name': 1}                | \"@caller.name\" can stand only for a value",
        "{$or: '@caller.claims.x'}          | $or needs an array of at least one query",
        "{a: {$not: '@caller.claims.x'}}    | $not needs a document of operators",
        "{a: {$regex: '@caller.name'}}      | the operator \"$regex\" is not part of a query",
        "{$where: '@caller.name'}           | the operator \"$where\" is not part of a query"
      })
  void whatCannotWorkIsRefusedWhenItIsRead(String template, String message) {
    assertThatThrownBy(() -> template(template))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aQueryThatItsValuesMakeTooLargeMatchesNothing() {
    QueryTemplate template = template("{a: '@caller.name', b: {$ne: '@caller.name'}}");

    assertThat(template.bind(name -> new BsonString("x".repeat(30_000)))).isNotEqualTo(Query.NONE);
    assertThat(template.bind(name -> new BsonString("x".repeat(40_000)))).isSameAs(Query.NONE);
  }

  @Test
  void withoutPlaceholdersItIsOneQueryForAll() {
    QueryTemplate template = template("{status: 'open'}");

    assertThat(template.bind(name -> null)).isSameAs(template.bind(CALLER::get));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{_id: '@caller.name'}", "{'_id.tenant': {$in: '@caller.claims.t'}}", "{}"})
  void itKnowsWhetherTheIdAloneDecides(String template) {
    assertThat(template(template).isOnIdAlone()).isTrue();
    assertThat(template("{a: 1, $or: [" + template + "]}").isOnIdAlone()).isFalse();
  }

  private static QueryTemplate template(String template) {
    return QueryTemplate.parse(BsonDocument.parse(template));
  }

  private static BsonArray list(BsonValue... values) {
    return new BsonArray(List.of(values));
  }
}
