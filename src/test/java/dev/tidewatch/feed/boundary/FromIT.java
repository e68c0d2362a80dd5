package dev.tidewatch.feed.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.feed.control.format.V1Format;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.clients.TestEvents;
import dev.tidewatch.testing.clients.TestSocket;
import dev.tidewatch.testing.mongo.TestMongo;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Readers that begin at a moment, over each protocol, of a feed whose log has four entries. */
@ArquillianTest
@RunAsClient
class FromIT {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int LOG = 4;
  private static final int CHANGES = 10;

  private static MongoClient client;
  private static MongoCollection<Document> collection;

  @ArquillianResource private URI base;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(TestMongo.uri(), "from_it.test", "tidewatch.log.events=" + LOG);
  }

  @BeforeAll
  static void connect() {
    client = MongoClients.create(TestMongo.uri());
    collection = client.getDatabase("from_it").getCollection("test");
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  @Test
  void everyProtocolBeginsWithTheFirstChangeOfTheMoment() {
    Map<Long, Integer> firsts = write();
    String id = ids(firsts.keySet().iterator().next()).get(CHANGES - 2);

    // the last moment is in the log, the others are not
    firsts.forEach(
        (second, first) -> {
          List<Integer> owed = numbersFrom(first);
          // a fraction falls between changes of one second
          for (String text : List.of("", ".5")) {
            String from =
                "from=" + Instant.ofEpochSecond(second).toString().replace("Z", text + "Z");
            assertThat(polled(from + "&wait=5")).as(from).isEqualTo(owed);
            assertThat(polled(from + "&limit=2")).as(from).isEqualTo(owed);
            getsOwed(from, owed);
          }
        });
    long ago = Instant.now().getEpochSecond() - firsts.keySet().iterator().next();
    getsOwed("from=-" + (ago + 1) + "s", numbersFrom(0));
    getsOwed(
        "where=" + encode("{\"_id\":{\"$gte\":\"from-3\"}}") + "&from=-" + (ago + 1) + "s",
        numbersFrom(3));
    theStateSaysWhereHistoryBegins(firsts.keySet().iterator().next());
    aReturningBrowserGoesOn(id, firsts.keySet().iterator().next());
  }

  /** A position that was made from a time is not a token of the server's, and works as one. */
  private void getsOwed(String query, List<Integer> owed) {
    try (TestSocket socket = socket("feeds/changes?" + query);
        TestSocket page = TestSocket.connect(webSocket("socket?" + query));
        TestEvents events = TestEvents.connect(base.resolve("api/feeds/changes/events?" + query))) {
      await(query)
          .atMost(LONG)
          .untilAsserted(
              () -> {
                assertThat(numbers(SeveralFeeds.changes(socket))).isEqualTo(owed);
                assertThat(page.messages().stream().map(FromIT::number)).isEqualTo(owed);
                assertThat(events.events().stream().map(e -> number(read(e.get("data")))))
                    .isEqualTo(owed);
              });
      String greeted = socket.messages().get(0).getString("position");
      assertThat(Position.ofId(greeted).holdsKey()).isFalse();
      String filter = query.replaceAll("from=[^&]*", "after=" + greeted);
      assertThat(polled(filter)).as(filter).isEqualTo(owed);
    }
  }

  private void theStateSaysWhereHistoryBegins(long second) {
    await().atMost(LONG).until(() -> json("api/feeds/changes").containsKey("oldest"));
    String oldest = json("api/feeds/changes").getString("oldest");

    assertThat(Instant.parse(oldest).getEpochSecond()).isLessThanOrEqualTo(second + 1);
    assertThat(json("api/feeds/changes/changes?from=" + oldest)).doesNotContainKey("gap");
  }

  /** It repeats its address, whose moment is of no importance any more. */
  private void aReturningBrowserGoesOn(String id, long second) {
    URI uri = base.resolve("api/feeds/changes/events?from=" + Instant.ofEpochSecond(second));
    try (TestEvents events = TestEvents.connectAfter(id, uri);
        TestEvents other = TestEvents.connect(URI.create(uri + "&lastEventId=" + id))) {
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> {
                assertThat(events.events()).hasSize(1);
                assertThat(other.events()).hasSize(1);
              });
      assertThat(number(read(events.events().get(0).get("data")))).isEqualTo(CHANGES - 1);
    }
  }

  /** Writes in three seconds; returns the first number of each second. */
  private Map<Long, Integer> write() {
    collection.deleteMany(new Document());
    awaitAnotherSecond();
    String start = json("api/feeds/changes").getString("position");
    for (int n = 0; n < CHANGES; n++) {
      if (n == 5 || n == 8) {
        awaitAnotherSecond();
      }
      collection.insertOne(new Document("_id", "from-" + n).append("n", n));
    }
    Map<Long, Integer> firsts = new TreeMap<>();
    List<JsonObject> all = poll("after=" + start);
    assertThat(numbers(all)).isEqualTo(numbersFrom(0));
    for (JsonObject item : all) {
      JsonObject change = item.getJsonObject("change");
      long second =
          change
              .getJsonObject("clusterTime")
              .getJsonObject("$timestamp")
              .getJsonNumber("t")
              .longValue();
      firsts.putIfAbsent(second, number(change));
    }
    assertThat(firsts).hasSizeGreaterThanOrEqualTo(3);
    return firsts;
  }

  private static void awaitAnotherSecond() {
    long now = Instant.now().getEpochSecond();
    await().atMost(LONG).until(() -> Instant.now().getEpochSecond() > now + 1);
  }

  private List<String> ids(long second) {
    return poll("from=" + Instant.ofEpochSecond(second)).stream()
        .map(item -> item.getString("id"))
        .toList();
  }

  private List<Integer> polled(String query) {
    return numbers(poll(query));
  }

  /** Polls until the last change has come, each time from where the last poll has got to. */
  private List<JsonObject> poll(String query) {
    List<JsonObject> got = new ArrayList<>();
    String[] next = {query};
    await(query)
        .atMost(LONG)
        .until(
            () -> {
              JsonObject answer = json("api/feeds/changes/changes?" + next[0]);
              assertThat(answer).doesNotContainKey("gap");
              got.addAll(answer.getJsonArray("changes").getValuesAs(JsonObject.class));
              next[0] =
                  query.replaceAll("(from|after)=[^&]*", "after=" + answer.getString("position"));
              return !got.isEmpty()
                  && number(got.get(got.size() - 1).getJsonObject("change")) == CHANGES - 1;
            });
    return got;
  }

  private static List<Integer> numbersFrom(int first) {
    List<Integer> numbers = new ArrayList<>();
    for (int n = first; n < CHANGES; n++) {
      numbers.add(n);
    }
    return numbers;
  }

  private static List<Integer> numbers(List<JsonObject> items) {
    return items.stream().map(item -> number(item.getJsonObject("change"))).toList();
  }

  private static int number(JsonObject change) {
    return change.getJsonObject("fullDocument").getInt("n");
  }

  private JsonObject json(String path) {
    return read(new Api(base).get(path).body());
  }

  private static JsonObject read(String json) {
    try (var reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }

  private TestSocket socket(String path) {
    return TestSocket.connectWith(V1Format.SUBPROTOCOL, webSocket(path));
  }

  private URI webSocket(String path) {
    return URI.create("ws://" + base.getAuthority() + base.getPath() + path);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
