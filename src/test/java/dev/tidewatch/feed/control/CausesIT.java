package dev.tidewatch.feed.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.tidewatch.feed.control.delivery.TestFeed;
import dev.tidewatch.feed.control.source.ConfiguredStreamSource;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.WatchStatus;
import dev.tidewatch.feed.entity.WatchStatus.State;
import dev.tidewatch.mongo.Connections;
import dev.tidewatch.mongo.MongoConnection;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.RealMongo;
import java.time.Duration;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonValue;
import org.bson.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people are told where a watch cannot be opened: what is wrong, and what to change. */
@NeedsRealMongo
class CausesIT {

  private static final String DATABASE = "causes_it";
  private static final Duration LONG = Duration.ofSeconds(60);

  @BeforeAll
  static void makeAView() {
    try (MongoClient client = MongoClients.create(RealMongo.uri())) {
      client.getDatabase(DATABASE).drop();
      client.getDatabase(DATABASE).createCollection("test");
      client
          .getDatabase(DATABASE)
          .createView("weather", "test", List.of(new Document("$match", new Document())));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{$nonsense: 1}]                    | | | Unrecognized pipeline stage name: '$nonsense' | pipeline",
        "[{$group: {_id: 1}}]                | | | $group is not permitted                       | pipeline",
        "[{$match: {$foo: 1}}]               | | | unknown top level operator: $foo              | pipeline",
        "[{$addFields: {a: {$divid: 1}}}]    | | | Unrecognized expression '$divid'              | pipeline",
        "[{$addFields: {a: {$divide: [1, 0]}}}] | | | can't $divide by zero                      | pipeline",
        "[{$match: {a: {$regex: '('}}}]      | | | Regular expression is invalid                 | pipeline",
        "[{$match: {}, $project: {a: 1}}]    | | | exactly one field                             | pipeline",
        "[] | sometimes |       | 'sometimes'  | full-document",
        "[] |           | often | 'often'      | full-document-before-change",
      })
  void aSettingThatTheServerRefusesIsNamedWithTheServersWords(
      String pipeline, String fullDocument, String before, String words, String setting) {
    WatchStatus status = stopped("orders", DATABASE + ".test", pipeline, fullDocument, before);

    assertThat(status.cause())
        .contains(words, "Change tidewatch.feed.orders." + setting + ".")
        .doesNotContain("caused by", "..");
  }

  @Test
  void aViewIsSaidToBeOne() {
    assertThat(stopped("changes", DATABASE + ".weather", "[]", null, null).cause())
        .contains(
            "causes_it.weather is a view: change streams need a collection", "Set tidewatch.ns");
    assertThat(stopped("orders", DATABASE + ".weather", "[]", null, null).cause())
        .contains("Set tidewatch.feed.orders.ns");
  }

  @Test
  void aNamespaceThatCannotBeWatchedNamesItsSetting() {
    assertThat(stopped("changes", "admin.*", "[]", null, null).cause())
        .contains("internal admin database", "Change tidewatch.ns.");
  }

  @Test
  void theNameOfAnotherReplicaSetIsNoServerThatIsAway() {
    assertThat(cause(RealMongo.uri().replaceAll("replicaSet=\\w+", "replicaSet=other")))
        .contains("is of the replica set rs0", "asks for other", "set replicaSet=rs0");
  }

  @Test
  void anUnmetReadPreferenceIsNamed() {
    assertThat(cause(RealMongo.uri() + "&readPreference=secondary"))
        .contains("no server that readPreference=secondary in tidewatch.mongo allows");
  }

  @Test
  void failedTlsIsNamed() {
    assertThat(cause(RealMongo.uri() + "&tls=true")).contains("TLS", "tls=true");
  }

  @Test
  void anUnknownHostIsNamed() {
    assertThat(cause("mongodb://user:secret@nowhere.invalid:27017/?replicaSet=rs0"))
        .contains("nowhere.invalid", "name of a host is unknown")
        .doesNotContain("secret", "user");
  }

  @Test
  void aServerThatIsAwayIsToBeStarted() {
    assertThat(cause("mongodb://127.0.0.1:1/?replicaSet=rs0"))
        .contains("cannot be reached: start it");
  }

  private static WatchStatus stopped(
      String feed, String ns, String pipeline, String fullDocument, String before) {
    FeedSettings settings =
        new FeedSettings(
            feed,
            ns,
            Namespace.parse(ns),
            BsonArray.parse(pipeline).stream().map(BsonValue::asDocument).toList(),
            fullDocument,
            before,
            false,
            false,
            null,
            false);
    WatchStatus status = first(RealMongo.uri(), settings);
    assertThat(status.state()).isEqualTo(State.STOPPED);
    return status;
  }

  private static String cause(String uri) {
    String ns = DATABASE + ".test";
    return first(uri, FeedSettings.of("changes", ns, Namespace.parse(ns))).cause();
  }

  private static WatchStatus first(String uri, FeedSettings settings) {
    MongoConnection mongo = Connections.to(uri);
    FeedStreamFactory streams =
        new FeedStreamFactory(new ConfiguredStreamSource(settings, mongo), settings);
    try (TestFeed feed = new TestFeed(streams, 10, mongo::hosts)) {
      await().atMost(LONG).until(() -> !feed.statuses().isEmpty());
      return feed.statuses().get(0);
    } finally {
      mongo.client().close();
    }
  }
}
