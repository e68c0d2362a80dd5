package dev.tidewatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.testing.MapConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "tidewatch.feed.orders.pipline, tidewatch.feed.orders.pipeline",
    "tidewatch.feed.ordres.ns, tidewatch.feed.orders.ns",
    "tidewatch.feed.orders.red, tidewatch.feed.orders.read",
    "tidewatch.feed.orders.row.sales, tidewatch.feed.orders.rows.sales",
    "tidewatch.feed.orders.fields.slaes, tidewatch.feed.orders.fields.sales",
    "tidewatch.feed.students.rows.techer, tidewatch.feed.students.rows.teacher",
    "TIDEWATCH_FEED_ORDERS_ROWS_SLAES, TIDEWATCH_FEED_ORDERS_ROWS_SALES",
    "tidewatch.feed.changes.fullDocument, tidewatch.feed.changes.full-document",
    "tidewatch.sessions.per.address, tidewatch.sessions.per-address",
    "tidewatch.session.max, tidewatch.sessions.max",
    "TIDEWATCH_SESSION_MAX, TIDEWATCH_SESSIONS_MAX",
    "TIDEWATCH_FEED_ORDERS_PIPLINE, TIDEWATCH_FEED_ORDERS_PIPELINE"
  })
  void aMisspeltNameIsReportedWithTheNearestKnownName(String name, String meant) {
    assertThat(problems(name)).containsExactly("Unknown " + name + ", did you mean " + meant + "?");
  }

  @Test
  void aNameThatResemblesNoSettingIsReported() {
    assertThat(problems("tidewatch.colour"))
        .containsExactly(
            "Unknown tidewatch.colour, there is no such setting: correct its name or remove it");
    assertThat(problems("tidewatch.feed.invoices.ns"))
        .singleElement()
        .asString()
        .startsWith("Unknown tidewatch.feed.invoices.ns, tidewatch.feeds must list the feed");
  }

  @Test
  void theNamespaceOfThePagesFeedHasAnotherName() {
    assertThat(problems("tidewatch.feed.changes.ns")).hasSize(1);
  }

  /** Of Kubernetes for a service named tidewatch, of the tests, and of others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "TIDEWATCH_PORT",
        "TIDEWATCH_PORT_8080_TCP",
        "TIDEWATCH_SERVICE_HOST",
        "TIDEWATCH_TEST_MONGO",
        "TIDEWATCH_SESSIONS_PER_ADDRESS",
        "TIDEWATCH_FEED_ORDERS_FULL_DOCUMENT",
        "TIDEWATCH_FEED_ORDERS_ROWS_SALES",
        "tidewatch.feed.orders.fields.sales",
        "tidewatch",
        "tidewatcher.port",
        "PATH",
        "java.version"
      })
  void namesThatAreNoMistakeAreNotReported(String name) {
    assertThat(problems(name)).isEmpty();
  }

  /** SmallRye Config lists a variable by both names. */
  @Test
  void aNameDerivedFromAVariableIsNotReported() {
    assertThat(problems("TIDEWATCH_SESSIONS_PER_ADDRESS", "tidewatch.sessions.per.address"))
        .isEmpty();
  }

  private static List<String> problems(String... names) {
    Map<String, String> values =
        new HashMap<>(
            Map.of(
                "tidewatch.access", "required",
                "tidewatch.feeds", "orders",
                "tidewatch.feed.orders.read", "sales",
                "tidewatch.students.read", "teacher"));
    for (String name : names) {
      values.put(name, "7");
    }
    return new Settings(new MapConfig(values)).problems();
  }
}
