package dev.tidewatch.feed.control.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.config.Settings;
import dev.tidewatch.config.SettingsReader;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.testing.MapConfig;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every problem with a rule is reported with the setting, and closes the feed. */
class FeedRulesReaderTest {

  private final Map<String, String> values =
      new HashMap<>(
          Map.of(
              "tidewatch.access", "required",
              "tidewatch.feeds", "orders, orders_rows",
              "tidewatch.feed.orders.ns", "shop.orders",
              "tidewatch.feed.orders.read", "sales, support"));

  private FeedRules rules;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "rows.sales | {$where: 'x'}     | , the operator \"$where\" is not part of a query; possible are $eq,",
        "rows.sales | {_id: {$regex: 'x'}} | , the operator \"$regex\" is not part of a query; possible",
        "rows.sales | {_id: '@caller.id'} | , \"@caller.id\" is unknown; possible are @caller.name,",
        "rows.sales | {_id: 1             | , must be a query in Extended JSON, such as",
        "rows.sales | {_id: 1} {}         | , must be a query in Extended JSON, such as",
        "rows.sales | {_id: 1}, x: {}     | , must be a query in Extended JSON, such as",
        "rows.sales | true                | , must be a query in Extended JSON, such as",
        "rows.sales | {_id: 1, _id: 2}    | , must be a query in Extended JSON, such as",
        "rows.sales | {$or: [{_id: 1, _id: 2}]} | , must be a query in Extended JSON, such as",
        "rows.sales | {owner: 'ada'}      | , it decides by fields other than _id, which needs tidewatch.feed.orders.images=true",
        "rows.sales | ~ ~                 | ~ \"\", give it a value or remove it~",
        "fields.sales | ~ ~               | ~ \"\", give it a value or remove it~",
        "fields.sales | ~,,~              | , must be fields, separated by commas",
        "fields.sales | a..b              | : Invalid field \"a..b\"",
        "fields.sales | $a                | : Invalid field \"$a\""
      })
  void anInvalidRuleIsReportedAndClosesTheFeed(String key, String value, String problem) {
    values.put("tidewatch.feed.orders." + key, value);

    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("Invalid tidewatch.feed.orders." + key + problem);
    assertClosed();
  }

  @Test
  void aProblemHoldsNoValueOfTheRule() {
    values.put("tidewatch.feed.orders.rows.sales", "{_id: {$in: ['secret', /secret/]}}");
    values.put("tidewatch.feed.orders.rows.support", "{tenant: 'secret', $where: 'secret'}");

    assertThat(problems()).hasSize(2).noneMatch(problem -> problem.contains("secret"));
    assertClosed();
  }

  @Test
  void everyProblemIsReported() {
    values.put("tidewatch.feed.orders.rows.sales", "{");
    values.put("tidewatch.feed.orders.fields.sales", ",");
    values.put("tidewatch.feed.orders.rows.support", "{a: 1}");
    values.put("tidewatch.feed.orders.rows.guest", "{}");

    assertThat(problems()).hasSize(4);
    assertClosed();
  }

  @Test
  void withImagesAQueryMayAskForAnyField() {
    values.put("tidewatch.feed.orders.rows.sales", "{owner: '@caller.name', $or: [{a: 1}]}");

    assertThat(problems(true)).isEmpty();
    assertThat(rules.view(caller("sales"))).isPresent();
  }

  /** It would hide nothing if it were ignored. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tidewatch.feed.orders.rows.slaes",
        "tidewatch.feed.orders.rows.Sales",
        "tidewatch.feed.orders.rows.*",
        "tidewatch.feed.orders.rows",
        "tidewatch.feed.orders.rows.",
        "tidewatch.feed.orders.row.sales",
        "tidewatch.feed.orders.fields.guest",
        "tidewatch.feed.orders.field.sales",
        "tidewatch.feed.orders.filter.sales",
        "tidewatch.feed.orders.Rows.sales",
        "TIDEWATCH_FEED_ORDERS_ROWS_SLAES",
        "TIDEWATCH_FEED_ORDERS_ROW_SALES",
        "TIDEWATCH_FEED_ORDERS_FIELDS_",
        "TIDEWATCH_FEED_ORDERS_FIELD_SALES"
      })
  void aRuleThatIsMisspeltOrOfNoReaderIsReportedAndClosesTheFeed(String name) {
    values.put(name, "{_id: 1}");

    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith(
            "Unknown "
                + name
                + ", correct its name or remove it: a rule is tidewatch.feed.orders.rows.ROLE or ")
        .endsWith("with a ROLE of tidewatch.feed.orders.read (sales, support)");
    assertClosed();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // of another feed
        "tidewatch.feed.orders_rows.ns",
        "TIDEWATCH_FEED_ORDERS_ROWS_NS",
        // of Kubernetes, for a service named tidewatch-feed-orders
        "TIDEWATCH_FEED_ORDERS_PORT",
        "TIDEWATCH_FEED_ORDERS_SERVICE_HOST",
        // as some sources derive it from the variable
        "TIDEWATCH_FEED_ORDERS_FULL_DOCUMENT tidewatch.feed.orders.full.document",
        "TIDEWATCH_FEED_ORDERS_EXPANDED_EVENTS"
      })
  void namesThatAreNoRuleCloseNothing(String names) {
    for (String name : names.split(" ")) {
      values.put(name, "x");
    }

    assertThat(problems()).isEmpty();
    assertThat(rules.view(caller("sales"))).contains(View.ALL);
  }

  @Test
  void aRuleMayComeFromAVariable() {
    values.put("TIDEWATCH_FEED_ORDERS_ROWS_SALES", "{_id: 1}");
    // as a source answers that also lists the variable
    values.put("tidewatch.feed.orders.rows.sales", "{_id: 1}");

    assertThat(problems()).isEmpty();
    assertThat(rules.view(caller("sales"))).isPresent().isNotEqualTo(rules.view(caller("support")));
  }

  @Test
  void aVariableThatIsBlankIsNotWithoutARule() {
    values.put("TIDEWATCH_FEED_ORDERS_ROWS_SALES", "");

    assertThat(problems())
        .containsExactly(
            "Invalid tidewatch.feed.orders.rows.sales \"\", give it a value or remove it");
    assertClosed();
  }

  @Test
  void aVariableThatStandsForTwoRolesIsReported() {
    values.put("tidewatch.feed.orders.read", "sales-eu, sales_eu");
    values.put("TIDEWATCH_FEED_ORDERS_ROWS_SALES_EU", "{_id: 1}");
    values.put("tidewatch.feed.orders.rows.sales-eu", "{_id: 1}");
    values.put("tidewatch.feed.orders.rows.sales_eu", "{_id: 1}");

    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("Invalid TIDEWATCH_FEED_ORDERS_ROWS_SALES_EU, it stands for several roles");
    assertClosed();
  }

  @Test
  void rulesWithoutReadersAreReported() {
    values.remove("tidewatch.feed.orders.read");
    values.put("tidewatch.feed.orders.rows.sales", "{_id: 1}");

    assertThat(problems())
        .singleElement()
        .asString()
        .endsWith("with a ROLE of tidewatch.feed.orders.read, which is not set");
    assertClosed();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tidewatch.feed.orders.read",
        "tidewatch.feed.orders.rows.sales",
        "tidewatch.feed.orders.fields.sales",
        "tidewatch.feed.orders.row.sales",
        "TIDEWATCH_FEED_ORDERS_ROWS_SALES",
        "TIDEWATCH_FEED_ORDERS_FIELDS_SALES"
      })
  void aRuleWhileAccessIsOpenIsReported(String name) {
    values.remove("tidewatch.feed.orders.read");
    values.put("tidewatch.access", "open");
    values.put(name, "sales");

    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("Invalid " + name)
        .endsWith(", has no effect while tidewatch.access is open");
  }

  @Test
  void everyRuleWhileAccessIsOpenIsReported() {
    values.put("tidewatch.access", "open");
    values.put("tidewatch.feed.orders.fields.sales", "a");
    values.put("TIDEWATCH_FEED_ORDERS_ROWS_SUPPORT", "{}");

    assertThat(problems()).hasSize(3);
  }

  @Test
  void whatJavaCouldNotDecodeIsReported() {
    values.put("tidewatch.feed.orders.rows.sales", "{_id: 'donn\uFFFDes'}");

    assertThat(problems()).singleElement().asString().contains("rows.sales", "LANG=C.UTF-8");
    assertClosed();
  }

  @Test
  void anInvalidRoleIsReported() {
    values.put("tidewatch.feed.orders.read", "sales,a\u0007b");

    assertThat(problems()).singleElement().asString().contains("tidewatch.feed.orders.read");
    assertClosed();
  }

  @Test
  void anInvalidModeRequiresRules() {
    values.put("tidewatch.access", "opne");

    assertThat(problems()).isEmpty();
    assertThat(rules.view(caller("sales"))).contains(View.ALL);
    assertThat(rules.view(Caller.UNKNOWN)).isEmpty();
  }

  private void assertClosed() {
    assertThat(rules).isSameAs(FeedRules.NOBODY);
    assertThat(rules.view(caller("sales", "support", "guest"))).isEmpty();
  }

  private static Caller caller(String... roles) {
    return new Caller("ada", Set.of(roles), Map.of(), Instant.MAX);
  }

  private List<String> problems() {
    return problems(false);
  }

  private List<String> problems(boolean images) {
    Settings settings = new Settings(new MapConfig(values));
    SettingsReader reader = settings.reader();
    rules = new FeedRulesReader("orders", images, reader).read(settings);
    return reader.problems();
  }
}
