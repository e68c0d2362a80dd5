package dev.tidewatch.feed.control.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.config.Settings;
import dev.tidewatch.config.SettingsReader;
import dev.tidewatch.feed.control.view.FieldMask;
import dev.tidewatch.feed.control.view.Grant;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.query.Query;
import dev.tidewatch.testing.MapConfig;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedRulesTest {

  private static final Optional<View> FORBIDDEN = Optional.empty();
  private static final Optional<View> NOTHING = Optional.of(View.of(List.of()));
  private static final Optional<View> EVERYTHING = Optional.of(View.ALL);

  @Test
  void whileAccessIsOpenEverybodySeesEverything() {
    FeedRules rules = read(Map.of("tidewatch.access", "open"));

    assertThat(rules.view(Caller.UNKNOWN)).isEqualTo(EVERYTHING);
    assertThat(rules.view(caller("sales"))).isEqualTo(EVERYTHING);
    assertThat(rules.areNobodys()).isFalse();
  }

  @Test
  void aFeedThatNamesNoReadersIsNobodys() {
    FeedRules rules = rules();

    assertThat(rules.areNobodys()).isTrue();
    assertThat(rules.view(Caller.UNKNOWN)).isEqualTo(FORBIDDEN);
    assertThat(rules.view(caller("sales", "", "*"))).isEqualTo(FORBIDDEN);
  }

  @Test
  void withoutRulesItsReadersSeeEverything() {
    FeedRules rules = rules("read", "sales, support");

    assertThat(rules.view(caller("sales"))).isEqualTo(EVERYTHING);
    assertThat(rules.view(caller("other", "support"))).isEqualTo(EVERYTHING);
    assertThat(rules.view(caller("other"))).isEqualTo(FORBIDDEN);
    assertThat(rules.view(caller("Sales"))).isEqualTo(FORBIDDEN);
    assertThat(rules.view(caller())).isEqualTo(FORBIDDEN);
    assertThat(rules.view(Caller.UNKNOWN)).isEqualTo(FORBIDDEN);
  }

  @Test
  void aStarIsAnybodyWhoIsKnown() {
    FeedRules rules = rules("read", "*");

    assertThat(rules.view(caller())).isEqualTo(EVERYTHING);
    assertThat(rules.view(caller("other"))).isEqualTo(EVERYTHING);
    assertThat(rules.view(Caller.UNKNOWN)).isEqualTo(FORBIDDEN);
  }

  @Test
  void aStarAmongTheRolesOfACallerIsAnOrdinaryName() {
    assertThat(rules("read", "sales").view(caller("*"))).isEqualTo(FORBIDDEN);
    assertThat(rules("read", "*,sales", "rows.sales", "{_id: 1}").view(caller("*")))
        .isEqualTo(NOTHING);
  }

  @Test
  void aRoleHasItsRowsWithItsFields() {
    FeedRules rules =
        rules(
            "read", "both,rows,fields,neither",
            "rows.both", "{_id: 1}",
            "fields.both", "a, b.c",
            "rows.rows", "{_id: 2}",
            "fields.fields", "d");

    Grant both = new Grant(query("{_id: 1}"), FieldMask.of(List.of("a", "b.c")));
    Grant rows = new Grant(query("{_id: 2}"), FieldMask.ALL);
    Grant fields = new Grant(Query.ALL, FieldMask.of(List.of("d")));
    assertThat(rules.view(caller("both"))).isEqualTo(view(both));
    assertThat(rules.view(caller("rows"))).isEqualTo(view(rows));
    assertThat(rules.view(caller("fields"))).isEqualTo(view(fields));
    assertThat(rules.view(caller("neither"))).isEqualTo(NOTHING);
    assertThat(rules.view(caller("none of them"))).isEqualTo(FORBIDDEN);
    // pairs, never one's rows with the other's fields
    assertThat(rules.view(caller("both", "fields", "neither"))).isEqualTo(view(both, fields));
  }

  @Test
  void onAFeedWithRulesARoleWithoutOneSeesNothingEvenIfItIsEverybodys() {
    FeedRules rules = rules("read", "*,sales", "rows.sales", "{_id: 1}");

    assertThat(rules.view(caller())).isEqualTo(NOTHING);
    assertThat(rules.view(caller("other"))).isEqualTo(NOTHING);
    assertThat(rules.view(caller("sales")))
        .isEqualTo(view(new Grant(query("{_id: 1}"), FieldMask.ALL)));
  }

  @Test
  void aRuleOfTheStarIsEverybodysBesideTheirOwn() {
    FeedRules rules =
        rules("read", "*,sales", "rows.*", "{_id: '@caller.name'}", "rows.sales", "{_id: 1}");

    Grant own = new Grant(query("{_id: 'ada'}"), FieldMask.ALL);
    assertThat(rules.view(caller())).isEqualTo(view(own));
    assertThat(rules.view(caller("sales")))
        .isEqualTo(view(own, new Grant(query("{_id: 1}"), FieldMask.ALL)));
    assertThat(rules.view(Caller.UNKNOWN)).isEqualTo(FORBIDDEN);
  }

  @Test
  void aRoleThatIsListedTwiceIsOneRole() {
    FeedRules rules = rules("read", "sales,sales, sales", "rows.sales", "{_id: 1}");

    assertThat(rules.view(caller("sales")))
        .isEqualTo(view(new Grant(query("{_id: 1}"), FieldMask.ALL)));
  }

  @Test
  void anEmptyQueryShowsEveryDocument() {
    FeedRules rules = rules("read", "sales,admin", "rows.sales", "{_id: 1}", "rows.admin", "{}");

    assertThat(rules.view(caller("admin"))).isEqualTo(EVERYTHING);
    assertThat(rules.view(caller("admin", "sales"))).isEqualTo(EVERYTHING);
  }

  @Test
  void equalCallersHaveEqualViews() {
    FeedRules rules = rules("read", "a,b", "rows.a", "{_id: {$in: '@caller.roles'}}");

    assertThat(rules.view(new Caller("x", Set.of("a", "b"), Map.of(), Instant.MAX)))
        .isEqualTo(rules.view(new Caller("y", Set.of("b", "a"), Map.of(), Instant.MAX)));
  }

  static Stream<Object> unusable() {
    return Stream.of(
        "",
        Map.of("id", "x"),
        List.of(),
        List.of(""),
        List.of("x", Map.of()),
        List.of(List.of("x")),
        Double.NaN,
        Instant.EPOCH,
        new java.util.Date(0),
        new StringBuilder("x"),
        new BigInteger("9".repeat(40)));
  }

  /** Also under an operator that is true where its operand is not. */
  @ParameterizedTest
  @MethodSource("unusable")
  void aClaimThatCannotBeUsedMakesItsWholeRuleFalse(Object claim) {
    for (String rule :
        List.of(
            "{_id: '@caller.claims.c'}",
            "{_id: {$ne: '@caller.claims.c'}}",
            "{_id: {$not: {$in: ['@caller.claims.c']}}}",
            "{_id: {$nin: '@caller.claims.c'}}",
            "{$nor: [{_id: '@caller.claims.c'}]}",
            "{$or: [{_id: 1}, {_id: {$gt: '@caller.claims.c'}}]}")) {
      FeedRules rules = rules("read", "sales,other", "rows.sales", rule, "rows.other", "{_id: 7}");

      assertThat(rules.view(caller(Map.of("c", claim), "sales"))).as(rule).isEqualTo(NOTHING);
      assertThat(rules.view(caller(Map.of(), "sales"))).as(rule).isEqualTo(NOTHING);
      // another role's rule still holds
      assertThat(rules.view(caller(Map.of("c", claim), "sales", "other")))
          .isEqualTo(view(new Grant(query("{_id: 7}"), FieldMask.ALL)));
    }
  }

  @Test
  void whatAClaimIsDecidesWhereItCanStand() {
    FeedRules one = rules("read", "r", "rows.r", "{_id: '@caller.claims.c'}");
    FeedRules list = rules("read", "r", "rows.r", "{_id: {$nin: '@caller.claims.c'}}");

    assertThat(one.view(caller(Map.of("c", 5), "r"))).isEqualTo(rows("{_id: {$numberLong: '5'}}"));
    assertThat(one.view(caller(Map.of("c", 5L), "r"))).isEqualTo(rows("{_id: {$numberLong: '5'}}"));
    assertThat(one.view(caller(Map.of("c", 0.5), "r"))).isEqualTo(rows("{_id: 0.5}"));
    assertThat(one.view(caller(Map.of("c", false), "r"))).isEqualTo(rows("{_id: false}"));
    assertThat(one.view(caller(Map.of("c", BigInteger.TEN), "r")))
        .isEqualTo(rows("{_id: {$numberDecimal: '10'}}"));
    assertThat(one.view(caller(Map.of("c", "$ne"), "r"))).isEqualTo(rows("{_id: '$ne'}"));
    assertThat(one.view(caller(Map.of("c", List.of("x")), "r"))).isEqualTo(NOTHING);
    assertThat(list.view(caller(Map.of("c", List.of("x", true)), "r")))
        .isEqualTo(rows("{_id: {$nin: ['x', true]}}"));
    assertThat(list.view(caller(Map.of("c", "x"), "r"))).isEqualTo(NOTHING);
    assertThat(list.view(caller(Map.of("c", Map.of("0", "x")), "r"))).isEqualTo(NOTHING);
  }

  @Test
  void aClaimsNameMayHaveDotsOrBeAPath() {
    FeedRules rules = rules("read", "r", "rows.r", "{_id: '@caller.claims.a.b'}");
    Map<String, Object> within = Map.of("a", Map.of("b", "path"));
    Map<String, Object> both = Map.of("a", Map.of("b", "path"), "a.b", "name");
    Map<String, Object> unusable = Map.of("a", Map.of("b", "path"), "a.b", "");

    assertThat(rules.view(caller(within, "r"))).isEqualTo(rows("{_id: 'path'}"));
    assertThat(rules.view(caller(both, "r"))).isEqualTo(rows("{_id: 'name'}"));
    assertThat(rules.view(caller(unusable, "r"))).isEqualTo(NOTHING);
    for (Object a : List.of("b", List.of("b"), Map.of("b", Map.of()), Map.of("c", "x"))) {
      assertThat(rules.view(caller(Map.of("a", a), "r"))).isEqualTo(NOTHING);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{_id: 1", "", "[]", "5", "{$where: 1}", "{_id: 1, _id: 2}", "{a: 1}"})
  void anInvalidRuleClosesTheFeedForEveryRole(String rule) {
    FeedRules rules =
        read(settings("read", "*,sales,admin", "rows.sales", rule, "rows.admin", "{}"));

    assertThat(rules.view(caller("sales"))).isEqualTo(FORBIDDEN);
    assertThat(rules.view(caller("admin"))).isEqualTo(FORBIDDEN);
    assertThat(rules.view(caller())).isEqualTo(FORBIDDEN);
  }

  private static Optional<View> rows(String query) {
    return view(new Grant(query(query), FieldMask.ALL));
  }

  private static Optional<View> view(Grant... grants) {
    return Optional.of(View.of(Arrays.asList(grants)));
  }

  private static Query query(String text) {
    return Query.parse(BsonDocument.parse(text));
  }

  private static Caller caller(String... roles) {
    return caller(Map.of(), roles);
  }

  private static Caller caller(Map<String, Object> claims, String... roles) {
    return new Caller("ada", Set.of(roles), claims, Instant.MAX);
  }

  /** The rules of the feed orders, which must be valid. */
  private static FeedRules rules(String... settings) {
    SettingsReader[] reader = new SettingsReader[1];
    FeedRules rules = read(settings(settings), reader);
    assertThat(reader[0].problems()).isEmpty();
    return rules;
  }

  private static FeedRules read(Map<String, String> values) {
    return read(values, new SettingsReader[1]);
  }

  private static FeedRules read(Map<String, String> values, SettingsReader[] reader) {
    Settings settings = new Settings(new MapConfig(values));
    reader[0] = settings.reader();
    return new FeedRulesReader("orders", false, reader[0]).read(settings);
  }

  private static Map<String, String> settings(String... rules) {
    Map<String, String> values = new HashMap<>();
    values.put("tidewatch.access", "required");
    values.put("tidewatch.feeds", "orders");
    for (int i = 0; i < rules.length; i += 2) {
      values.put("tidewatch.feed.orders." + rules[i], rules[i + 1]);
    }
    return values;
  }
}
