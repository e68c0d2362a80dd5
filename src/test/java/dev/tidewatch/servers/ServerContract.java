package dev.tidewatch.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.feed.boundary.FeedMXBean;
import dev.tidewatch.testing.Api;
import dev.tidewatch.testing.Metrics;
import dev.tidewatch.testing.TestMongo;
import dev.tidewatch.testing.TestSocket;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What holds on every server. One server for all tests of a class, because a start takes long; only
 * the two that end something have a place, which is last.
 *
 * @param <S> the server
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ServerContract<S extends AppServer> {

  /** Before the end of the server, after all else. */
  static final int NEARLY_LAST = Integer.MAX_VALUE - 1;

  static final String DATABASE = "contract_it";

  /** The page's, seven that are set, students' and messages'. */
  static final int FEEDS = 10;

  private static final int LAST = Integer.MAX_VALUE;
  private static final Duration SOON = Duration.ofSeconds(30);

  private MongoClient client;
  private MongoCollection<Document> collection;
  private S server;

  /** Starts the server and waits until it serves. */
  abstract S start(String mongo, String ns);

  /** The code that a WebSocket is closed with when the server stops. */
  abstract int codeAtStop();

  @BeforeAll
  void start() {
    client = MongoClients.create(TestMongo.uri());
    collection = client.getDatabase(DATABASE).getCollection("test");
    server = start(TestMongo.uri(), DATABASE + ".test");
    awaitLive();
  }

  @AfterAll
  void close() {
    client.close();
    if (server != null) {
      server.close();
    }
  }

  S server() {
    return server;
  }

  MongoCollection<Document> collection() {
    return collection;
  }

  @Test
  void thePageShowsAChangeAndSaysWhatItWatches() {
    collection.insertOne(new Document("for", "the page"));

    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(get("").body()).contains("for: 'the page'"));
    HttpResponse<String> page = get("");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<div id=\"changes\"", DATABASE + ".test");
    assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
    assertThat(get("resources/tidewatch/client.js").statusCode()).isEqualTo(200);
  }

  @Test
  void theSocketGoesOnWhereItsReaderLeft() {
    String last;
    try (TestSocket socket = socket("socket")) {
      awaitReaders(1);
      collection.insertOne(new Document("n", 1));
      await().atMost(SOON).until(() -> !socket.messages().isEmpty());
      last = socket.messages().get(0).getString("html_id");
    }
    collection.insertOne(new Document("n", 2));

    try (TestSocket socket = socket("socket?after=" + last)) {
      await().atMost(SOON).until(() -> !socket.messages().isEmpty());
      assertThat(socket.messages().get(0).getJsonObject("fullDocument").getInt("n")).isEqualTo(2);
    }
  }

  /** Within half a minute each, at moments of their own: of twenty, the first is soon asked. */
  @Test
  void whoIsConnectedIsAskedWhetherItIsStillThereAndGetsItsChanges() {
    List<TestSocket> sockets = Stream.generate(() -> socket("socket")).limit(20).toList();
    try {
      awaitReaders(sockets.size());
      await().atMost(SOON).until(() -> sockets.stream().anyMatch(socket -> socket.pings() > 0));
      collection.insertOne(new Document("after", "pings"));

      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(sockets)
                      .allSatisfy(socket -> assertThat(socket.messages()).hasSize(1)));
    } finally {
      sockets.forEach(TestSocket::close);
    }
  }

  @Test
  void everyFeedThatIsSetIsWatchedAndReadInEachProtocol() {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(json(get("api/feeds").body()).getJsonArray("feeds"))
                    .hasSize(FEEDS)
                    .allSatisfy(
                        f -> assertThat(f.asJsonObject().getString("state")).isEqualTo("live")));
    String position = json(get("api/feeds/g").body()).getString("position");
    try (TestSocket socket = TestSocket.connectWith("tidewatch.v1", webSocket("feeds/g"))) {
      await().atMost(SOON).until(() -> !socket.messages().isEmpty());
      client.getDatabase(DATABASE).getCollection("g").insertOne(new Document("n", 7));
      await().atMost(SOON).until(() -> socket.texts("type").contains("changes"));
    }
    assertThat(get("api/feeds/g/changes?limit=1&wait=5&after=" + position).body())
        .contains("\"n\": 7");
    assertThat(firstEvent("api/feeds/g/events?after=" + position)).contains("\"n\": 7");
    assertThat(get("api/feeds/none").statusCode()).isEqualTo(404);
  }

  @Test
  void aStudentIsStoredFoundAndForgotten() {
    Api api = new Api(server.base());

    HttpResponse<String> created =
        api.json("POST", "api/students", "{\"name\":\"Zoë\",\"n\":1.12345678901234567890}");

    assertThat(created.statusCode()).isEqualTo(201);
    String path = "api/students/" + json(created.body()).getString("_id");
    assertThat(created.headers().firstValue("Location").orElseThrow()).endsWith(path);
    assertThat(get(path).body()).contains("\"Zoë\"", "1.1234567890123456789");
    assertThat(api.send("DELETE", path).statusCode()).isEqualTo(204);
    assertThat(get(path).statusCode()).isEqualTo(404);
    assertThat(api.json("POST", "api/students", "{").headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
  }

  @Test
  void aMessageIsTakenAndShownAsText() {
    Api api = new Api(server.base());

    HttpResponse<String> created = api.json("POST", "api/messages", "{\"msg\":\"<b>tide</b> ☂\"}");

    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(get("messages").body()).contains("&lt;b&gt;tide&lt;/b&gt; ☂"));
    assertThat(get("compose").body()).contains("<form");
  }

  @Test
  void healthMetricsAndTheDescriptionOfTheApiAreThere() {
    awaitHealth(200);
    assertThat(health().body()).contains("changes.state", "live");
    Metrics metrics = Metrics.parse(get("api/metrics").body());
    assertThat(metrics.get("tidewatch_watch_state", "feed", "changes", "state", "live")).isOne();
    assertThat(get("openapi").body()).contains("/students");
  }

  @Test
  void aFeedIsPausedAndResumedOverJmxAndEverybodyIsToldSo() {
    try (ServerJvm jvm = ServerJvm.of(server.mark())) {
      FeedMXBean feed = jvm.feed("changes", FeedMXBean.class);
      assertThat(feed.getState()).isEqualTo("live");
      assertThat(feed.getNamespace()).isEqualTo(DATABASE + ".test");

      feed.pause();
      awaitState("paused");
      String position = feed.getPosition();
      long changes = feed.getChanges();
      collection.insertOne(new Document("while", "paused"));
      awaitHealth(503);
      assertThat(health().body()).contains("paused");
      assertThat(get("").statusCode()).isEqualTo(503);
      assertThat(get("").body()).contains("was paused over JMX");
      assertThat(feed.getChanges()).isEqualTo(changes);
      assertThat(feed.getPosition()).isEqualTo(position);

      feed.resume();
      awaitLive();
      await().atMost(SOON).until(() -> feed.getChanges() == changes + 1);
      awaitHealth(200);
    }
  }

  @Test
  @Order(LAST)
  void itStopsSoonAndTellsItsReaders() throws Exception {
    try (TestSocket socket = socket("socket")) {
      awaitReaders(1);
      server.stop();
      assertThat(socket.closed().get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(codeAtStop());
    }
  }

  /** The one feed of the page is live. */
  void awaitLive() {
    awaitState("live");
  }

  private void awaitState(String state) {
    await()
        .atMost(SOON)
        // nobody listens yet where the server has only been started
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(get("api/feeds/changes").body())
                    .contains("\"state\":\"" + state + "\""));
  }

  private void awaitReaders(int count) {
    await()
        .atMost(SOON)
        .until(() -> json(get("api/feeds/changes").body()).getInt("subscribers") == count);
  }

  private void awaitHealth(int status) {
    await().atMost(SOON).until(() -> health().statusCode() == status);
  }

  HttpResponse<String> get(String path) {
    return new Api(server.base()).send("GET", path);
  }

  TestSocket socket(String path) {
    return TestSocket.connect(webSocket(path));
  }

  private URI webSocket(String path) {
    return URI.create(server.base().toString().replace("http:", "ws:") + path);
  }

  private HttpResponse<String> health() {
    return new Api(server.management()).send("GET", "health/ready");
  }

  private String firstEvent(String path) {
    try (var lines =
        java.net.http.HttpClient.newHttpClient()
            .send(
                java.net.http.HttpRequest.newBuilder(server.base().resolve(path)).build(),
                HttpResponse.BodyHandlers.ofLines())
            .body()) {
      return lines.filter(line -> line.startsWith("data:")).findFirst().orElseThrow();
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonObject json(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
