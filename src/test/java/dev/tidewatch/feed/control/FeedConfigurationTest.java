package dev.tidewatch.feed.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.config.Settings;
import dev.tidewatch.feed.control.rules.FeedRules;
import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.ImagePolicy;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.testing.MapConfig;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedConfigurationTest {

  @Test
  void withoutSettingsThereAreThePagesFeedAndThoseOfTheApplications() {
    assertThat(feeds(Map.of()))
        .containsExactly(
            FeedSettings.of("changes", "test.test", new Namespace("test", "test")),
            FeedSettings.of("students", "college.students", new Namespace("college", "students"))
                .ofApplication(),
            FeedSettings.of("messages", "test.messages", new Namespace("test", "messages"))
                .ofApplication());
    assertThat(feeds(Map.of("tidewatch.applications", "false")))
        .extracting(FeedSettings::name)
        .containsExactly("changes");
  }

  @Test
  void anApplicationsFeedTakesItsCollectionAndFeedSettings() {
    List<FeedSettings> feeds =
        feeds(
            Map.of(
                "tidewatch.students.ns", "school.pupils",
                "tidewatch.feed.students.full-document", "updateLookup"));

    assertThat(feeds.get(1).namespace()).isEqualTo(new Namespace("school", "pupils"));
    assertThat(feeds.get(1).fullDocument()).isEqualTo("updateLookup");
  }

  @Test
  void aFeedThatTakesAnApplicationsNameNamesTheRemedy() {
    Map<String, String> values =
        Map.of("tidewatch.feeds", "students", "tidewatch.feed.students.ns", "school.pupils");

    assertThat(feeds(values))
        .extracting(FeedSettings::name)
        .containsExactly("changes", "students", "messages");
    assertThat(feeds(values).get(1).problem())
        .contains("tidewatch.feed.students.ns", "school.pupils", "another name");
    assertThat(feeds(values))
        .extracting(FeedSettings::application)
        .containsExactly(false, false, true);
    Map<String, String> without = new HashMap<>(values);
    without.put("tidewatch.applications", "false");
    assertThat(feeds(without).get(1))
        .isEqualTo(FeedSettings.of("students", "school.pupils", new Namespace("school", "pupils")));
  }

  @Test
  void othersAreListedAndHaveSettingsOfTheirOwn() {
    List<FeedSettings> feeds =
        feeds(
            Map.of(
                "tidewatch.feeds", "orders, all",
                "tidewatch.feed.orders.ns", "shop.*",
                "tidewatch.feed.orders.pipeline", "[{$match: {operationType: 'insert'}}]",
                "tidewatch.feed.orders.full-document", "updateLookup",
                "tidewatch.feed.orders.full-document-before-change", "whenAvailable",
                "tidewatch.feed.orders.expanded-events", "true",
                "tidewatch.feed.all.ns", "*"));

    assertThat(feeds)
        .extracting(FeedSettings::name)
        .containsExactly("changes", "orders", "all", "students", "messages");
    assertThat(feeds.get(1))
        .isEqualTo(
            new FeedSettings(
                "orders",
                "shop.*",
                new Namespace("shop", null),
                List.of(BsonDocument.parse("{$match: {operationType: 'insert'}}")),
                "updateLookup",
                "whenAvailable",
                true,
                false,
                null,
                false));
    assertThat(feeds.get(2).namespace()).isEqualTo(Namespace.DEPLOYMENT);
  }

  @Test
  void imagesAreAskedForAndSentOnlyIfTheOtherSettingsSaySo() {
    Map<String, String> values = new HashMap<>();
    values.put("tidewatch.feeds", "f");
    values.put("tidewatch.feed.f.ns", "a.b");
    assertThat(feeds(values).get(1).imagePolicy()).isEqualTo(ImagePolicy.AS_SENT);

    values.put("tidewatch.feed.f.images", "true");
    FeedSettings images = feeds(values).get(1);
    assertThat(images.afterMode()).isEqualTo("whenAvailable");
    assertThat(images.beforeMode()).isEqualTo("whenAvailable");
    assertThat(images.imagePolicy()).isEqualTo(new ImagePolicy(true, false, false));

    values.put("tidewatch.feed.f.full-document", "required");
    FeedSettings required = feeds(values).get(1);
    assertThat(required.afterMode()).isEqualTo("required");
    assertThat(required.beforeMode()).isEqualTo("whenAvailable");
    assertThat(required.imagePolicy()).isEqualTo(new ImagePolicy(true, true, false));
  }

  /** It would show a reader a document that it may not see by then, or does not see yet. */
  @Test
  void imagesExcludeALookupOfALaterDocument() {
    assertThat(
            feeds(
                    Map.of(
                        "tidewatch.feeds", "f",
                        "tidewatch.feed.f.ns", "a.b",
                        "tidewatch.feed.f.images", "true",
                        "tidewatch.feed.f.full-document", "updateLookup"))
                .get(1)
                .problem())
        .startsWith(
            "Invalid tidewatch.feed.f.full-document \"updateLookup\", must be whenAvailable")
        .contains("tidewatch.feed.f.images");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "images          | yes          | Invalid tidewatch.feed.f.images \"yes\", must be true",
        "ns              | nodot        | Invalid tidewatch.feed.f.ns \"nodot\", must be db.coll",
        "pipeline        | {$match: {}} | Invalid tidewatch.feed.f.pipeline",
        "pipeline        | [1]          | Invalid tidewatch.feed.f.pipeline",
        "expanded-events | yes          | Invalid tidewatch.feed.f.expanded-events \"yes\", must be"
      })
  void whatMakesNoSenseIsNamedAndTakesNoOtherFeedWithIt(String key, String value, String problem) {
    Map<String, String> values = new HashMap<>();
    values.put("tidewatch.feeds", "f");
    values.put("tidewatch.feed.f.ns", "a.b");
    values.put("tidewatch.feed.f." + key, value);

    List<FeedSettings> feeds = feeds(values);

    assertThat(feeds.get(0).problem()).isNull();
    assertThat(feeds.get(1).problem()).startsWith(problem);
  }

  @Test
  void aFeedWithoutANamespaceSaysSo() {
    assertThat(feeds(Map.of("tidewatch.feeds", "orders")).get(1).problem())
        .contains("tidewatch.feed.orders.ns");
  }

  @Test
  void aNameThatWouldNotFitIntoAnAddressIsRefused() {
    assertThat(feeds(Map.of("tidewatch.feeds", "a/b", "tidewatch.feed.a/b.ns", "a.b")).get(1))
        .extracting(FeedSettings::problem)
        .asString()
        .contains("tidewatch.feeds", "a/b");
  }

  @ParameterizedTest
  @CsvSource({
    "tidewatch.ns",
    "tidewatch.feed.f.ns",
    "tidewatch.feed.f.pipeline",
    "tidewatch.feed.f.full-document",
    "tidewatch.feed.f.full-document-before-change",
    "tidewatch.feed.f.expanded-events"
  })
  void whatJavaCouldNotDecodeStopsThatFeedAlone(String name) {
    Map<String, String> values = new HashMap<>();
    values.put("tidewatch.feeds", "f,g");
    values.put("tidewatch.feed.f.ns", "a.b");
    values.put("tidewatch.feed.g.ns", "a.données");
    values.put(name, "lab.donn\uFFFD\uFFFDes");

    List<FeedSettings> feeds = feeds(values);

    FeedSettings broken = feeds.get(name.equals("tidewatch.ns") ? 0 : 1);
    assertThat(broken.problem()).contains(name, "LANG=C.UTF-8");
    assertThat(feeds)
        .filteredOn(feed -> feed.problem() == null)
        .hasSize(4)
        .anyMatch(feed -> feed.ns().equals("a.données"));
  }

  @Test
  void everythingInvalidInAFeedIsReported() {
    Map<String, String> values =
        Map.of(
            "tidewatch.feeds", "f",
            "tidewatch.feed.f.ns", "nodot",
            "tidewatch.feed.f.pipeline", "[1]",
            "tidewatch.feed.f.expanded-events", "yes");

    assertThat(feeds(values).get(1).problem())
        .contains(
            "Invalid tidewatch.feed.f.ns \"nodot\", must be db.coll",
            "Invalid tidewatch.feed.f.pipeline \"[1]\", must be a JSON array of stages",
            "Invalid tidewatch.feed.f.expanded-events \"yes\", must be true or false");
  }

  @Test
  void thePagesFeedNamesTheSettingOfItsNamespace() {
    FeedSettings changes = feeds(Map.of("tidewatch.ns", "nodot")).get(0);

    assertThat(changes.ns()).isEqualTo("nodot");
    assertThat(changes.problem()).startsWith("Invalid tidewatch.ns \"nodot\", must be db.coll");
  }

  @ParameterizedTest
  @CsvSource({
    "tidewatch.page.changes, many",
    "tidewatch.log.events, 0",
    "tidewatch.log.bytes, -1",
    "tidewatch.sessions.max, 1e3",
    "tidewatch.sessions.per-address, none",
    "tidewatch.applications, yes",
    "tidewatch.hosts, http://a.example",
    "tidewatch.origins, a.example",
    "tidewatch.database.note, donn\uFFFDes",
    "tidewatch.typo, 1"
  })
  void anInvalidValueWithADefaultStopsNoFeed(String name, String value) {
    Settings settings = new Settings(new MapConfig(Map.of(name, value)));

    assertThat(settings.problems()).singleElement().asString().contains(name);
    assertThat(new FeedConfiguration(settings).list())
        .hasSize(3)
        .allMatch(feed -> feed.settings().problem() == null);
  }

  @Test
  void anInvalidStudentsNamespaceStopsTheFeedOfTheStudentsAlone() {
    List<FeedSettings> feeds = feeds(Map.of("tidewatch.students.ns", "nodot"));

    assertThat(feeds)
        .filteredOn(feed -> feed.problem() != null)
        .extracting(FeedSettings::name)
        .containsExactly("students");
    assertThat(feeds.get(1).problem()).startsWith("Invalid tidewatch.students.ns \"nodot\"");
    assertThat(feeds.get(1).ns()).isEqualTo("nodot");
  }

  @Test
  void anInvalidRuleStopsThatFeedAlone() {
    Map<String, String> values = new HashMap<>();
    values.put("tidewatch.access", "required");
    values.put("tidewatch.feeds", "f,g");
    values.put("tidewatch.feed.f.ns", "a.b");
    values.put("tidewatch.feed.f.read", "sales");
    values.put("tidewatch.feed.f.rows.sales", "{$where: 1}");
    values.put("tidewatch.feed.g.ns", "a.c");
    values.put("tidewatch.feed.g.read", "sales");

    List<FeedDefinition> feeds = definitions(values);

    assertThat(feeds.get(1).settings().problem())
        .startsWith("Invalid tidewatch.feed.f.rows.sales, the operator \"$where\"");
    assertThat(feeds.get(1).rules()).isSameAs(FeedRules.NOBODY);
    assertThat(feeds.get(2).settings().problem()).isNull();
    assertThat(feeds.get(2).rules().areNobodys()).isFalse();
  }

  @Test
  void aRuleWhileAccessIsOpenStopsTheFeed() {
    Map<String, String> values = Map.of("tidewatch.feed.changes.rows.sales", "{_id: 1}");

    assertThat(feeds(values).get(0).problem())
        .isEqualTo(
            "Invalid tidewatch.feed.changes.rows.sales, has no effect while tidewatch.access is"
                + " open");
    assertThat(feeds(values).get(1).problem()).isNull();
  }

  @Test
  void aSamplesFeedHasTheReadersOfTheSampleUnlessItNamesItsOwn() {
    Caller teacher = new Caller("ada", Set.of("teacher"), Map.of(), Instant.MAX);
    Map<String, String> values = new HashMap<>();
    values.put("tidewatch.access", "required");
    values.put("tidewatch.students.read", "teacher");

    assertThat(definitions(values).get(1).rules().view(teacher)).isPresent();
    assertThat(definitions(values).get(2).rules().areNobodys()).isTrue();
    values.put("tidewatch.feed.students.rows.teacher", "{_id: 1}");
    assertThat(definitions(values).get(1).settings().problem()).isNull();
    assertThat(definitions(values).get(1).rules().view(teacher)).isPresent();
    values.remove("tidewatch.feed.students.rows.teacher");
    // also if they are none
    for (String own : List.of("head", "", ",")) {
      values.put("tidewatch.feed.students.read", own);
      assertThat(definitions(values).get(1).rules().view(teacher)).as(own).isEmpty();
    }
  }

  @Test
  void aFeedThatOnlyHasTheNameOfASampleHasReadersOfItsOwn() {
    Map<String, String> values =
        Map.of(
            "tidewatch.access", "required",
            "tidewatch.applications", "false",
            "tidewatch.feeds", "students",
            "tidewatch.feed.students.ns", "a.b",
            "tidewatch.students.read", "teacher");

    assertThat(definitions(values).get(1).rules().areNobodys()).isTrue();
  }

  @Test
  void readersOfASampleWhileAccessIsOpenStopItsFeed() {
    assertThat(feeds(Map.of("tidewatch.students.read", "teacher")).get(1).problem())
        .contains("tidewatch.students.read", "has no effect while tidewatch.access is open");
  }

  @Test
  void aListedNameThatJavaCouldNotDecodeStopsNoOtherFeed() {
    List<FeedSettings> feeds =
        feeds(Map.of("tidewatch.feeds", "f, donn\uFFFDes", "tidewatch.feed.f.ns", "a.b"));

    assertThat(feeds.get(1)).isEqualTo(FeedSettings.of("f", "a.b", new Namespace("a", "b")));
    assertThat(feeds.get(2).problem()).contains("Invalid tidewatch.feeds \"donn");
  }

  private static List<FeedSettings> feeds(Map<String, String> values) {
    return definitions(values).stream().map(FeedDefinition::settings).toList();
  }

  private static List<FeedDefinition> definitions(Map<String, String> values) {
    return new FeedConfiguration(new Settings(new MapConfig(values))).list();
  }
}
