package dev.tidewatch.metrics.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.feed.control.format.V1Format;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.clients.Metrics;
import dev.tidewatch.testing.clients.TestEvents;
import dev.tidewatch.testing.clients.TestSocket;
import dev.tidewatch.testing.mongo.TestMongo;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Prometheus reads, before and after traffic that is known. */
@ArquillianTest
@RunAsClient
class MetricsIT {

  private static final String TEXT = "text/plain";
  private static MongoClient client;
  private static MongoCollection<Document> collection;

  @ArquillianResource private URI base;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(TestMongo.uri(), "metrics_it.test");
  }

  @BeforeAll
  static void connect() {
    client = MongoClients.create(TestMongo.uri());
    collection = client.getDatabase("metrics_it").getCollection("test");
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  @BeforeEach
  void waitUntilLive() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> scrape().get("tidewatch_watch_state", of("state", "live")) == 1);
  }

  @Test
  void theFormatIsWhatTheClientPrefers() throws Exception {
    HttpResponse<String> text = get("api/metrics", "*/*");
    assertThat(type(text)).startsWith("text/plain").contains("version=0.0.4");
    Metrics metrics = Metrics.parse(text.body());
    assertThat(metrics.types())
        .containsEntry("tidewatch_watch_state", "gauge")
        .containsEntry("tidewatch_sent_bytes_total", "counter")
        .containsEntry("jvm_memory_used_bytes", "gauge")
        .containsEntry("jvm_threads_live_threads", "gauge")
        .containsEntry("jvm_gc_collection_seconds", "summary");
    assertThat(metrics.get("tidewatch_watch_state", of("state", "stopped"))).isZero();
    assertThat(metrics.get("tidewatch_sessions_limit")).isEqualTo(20_000);

    HttpResponse<String> open =
        get("api/metrics", "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.3");
    assertThat(type(open)).startsWith("application/openmetrics-text").contains("version=1.0.0");
    assertThat(open.body()).endsWith("# EOF\n");
    assertThat(get("api/metrics", "application/json").statusCode()).isEqualTo(406);
  }

  @Test
  void everyProtocolsTrafficIsCountedExactly() throws Exception {
    Metrics before = scrape();
    try (TestSocket page = TestSocket.connect(ws("socket"));
        TestSocket socket = TestSocket.connectWith(V1Format.SUBPROTOCOL, ws("feeds/changes"));
        TestEvents events = TestEvents.connect(base.resolve("api/feeds/changes/events"))) {
      await().until(() -> events.lastId() != null && socket.messages().size() == 1);
      String start = socket.messages().get(0).getString("position");
      collection.insertMany(List.of(new Document("t", "aé€😀"), new Document("n", 2)));
      collection.deleteMany(new Document());

      await().until(() -> page.messages().size() == 4 && events.events().size() == 4);
      await().until(() -> changes(socket) == 4);
      String answer = get("api/feeds/changes/changes?after=" + start, "*/*").body();
      await().untilAsserted(() -> assertThat(delivered(before, "poll")).isEqualTo(4));

      Metrics after = scrape();
      for (String protocol : List.of("socket", "websocket", "sse")) {
        assertThat(delivered(before, protocol)).as(protocol).isEqualTo(4);
        assertThat(after.get("tidewatch_subscribers", of("protocol", protocol))).isOne();
      }
      assertThat(bytes(before, after, "socket")).isEqualTo(page.bytes());
      assertThat(bytes(before, after, "websocket")).isEqualTo(socket.bytes());
      // a heartbeat may be on its way
      await()
          .untilAsserted(
              () -> assertThat(bytes(before, scrape(), "sse")).isEqualTo(events.bytes()));
      assertThat(bytes(before, after, "poll"))
          .isEqualTo(answer.getBytes(StandardCharsets.UTF_8).length);
      assertThat(
              difference(before, after, "tidewatch_sent_messages_total", "protocol", "websocket"))
          .isEqualTo(socket.messages().size());
      assertThat(difference(before, after, "tidewatch_sent_messages_total", "protocol", "poll"))
          .isOne();
      assertThat(changed(before, after, "insert")).isEqualTo(2);
      assertThat(changed(before, after, "delete")).isEqualTo(2);
      assertThat(difference(before, after, "tidewatch_resumes_total", "source", "log")).isOne();
      assertThat(difference(before, after, "tidewatch_resumes_total", "source", "mongodb"))
          .isZero();
      assertThat(after.get("tidewatch_sessions")).isEqualTo(3);
      assertThat(
              after.get("tidewatch_log_entries", of()) - before.get("tidewatch_log_entries", of()))
          .isEqualTo(4);
      assertThat(after.get("tidewatch_log_bytes", of())).isPositive();
      assertThat(after.get("tidewatch_log_oldest_entry_age_seconds", of())).isPositive();
      assertThat(after.has("tidewatch_watch_lag_seconds", of())).isTrue();
    }
    // a closed SSE connection is noticed at one of the next heartbeats
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              Metrics last = scrape();
              assertThat(last.get("tidewatch_sessions")).isZero();
              for (String protocol : List.of("socket", "websocket", "sse")) {
                assertThat(last.get("tidewatch_subscribers", of("protocol", protocol)))
                    .as(protocol)
                    .isZero();
              }
            });
  }

  @Test
  void refusalsAreCountedByTheirReason() throws Exception {
    Metrics before = scrape();

    get("api/feeds/changes/changes?after=rubbish", "*/*");
    get("api/feeds/changes/events?after=rubbish", "*/*");
    try (TestSocket socket = TestSocket.connect(ws("socket?after=rubbish"))) {
      await().until(() -> socket.closed().isDone());
    }

    for (String protocol : List.of("poll", "sse", "socket")) {
      assertThat(
              difference(
                  before,
                  scrape(),
                  "tidewatch_sessions_closed_total",
                  "protocol",
                  protocol,
                  "reason",
                  "bad-position"))
          .as(protocol)
          .isOne();
    }
  }

  private static long changes(TestSocket socket) {
    return socket.messages().stream()
        .filter(message -> message.getString("type").equals("changes"))
        .flatMap(message -> message.getJsonArray("changes").getValuesAs(JsonObject.class).stream())
        .count();
  }

  private double delivered(Metrics before, String protocol) {
    return difference(before, scrape(), "tidewatch_delivered_changes_total", "protocol", protocol);
  }

  private static double bytes(Metrics before, Metrics after, String protocol) {
    return difference(before, after, "tidewatch_sent_bytes_total", "protocol", protocol);
  }

  private static double changed(Metrics before, Metrics after, String operation) {
    return difference(
        before,
        after,
        "tidewatch_changes_total",
        "namespace",
        "metrics_it.test",
        "operation",
        operation);
  }

  private static double difference(Metrics before, Metrics after, String name, String... labels) {
    return after.get(name, of(labels)) - before.get(name, of(labels));
  }

  /** These labels and the feed's. */
  private static String[] of(String... labels) {
    String[] all = new String[labels.length + 2];
    System.arraycopy(labels, 0, all, 2, labels.length);
    all[0] = "feed";
    all[1] = "changes";
    return all;
  }

  private Metrics scrape() {
    try {
      return Metrics.parse(get("api/metrics", TEXT).body());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String type(HttpResponse<?> response) {
    return response.headers().firstValue("Content-Type").orElseThrow();
  }

  private URI ws(String path) {
    return URI.create("ws://" + base.getAuthority() + base.getPath() + path);
  }

  private HttpResponse<String> get(String path, String accept) throws Exception {
    return new Api(base).get(path, "Accept", accept);
  }
}
