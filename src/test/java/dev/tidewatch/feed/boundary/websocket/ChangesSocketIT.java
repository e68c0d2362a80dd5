package dev.tidewatch.feed.boundary.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.clients.TestSocket;
import dev.tidewatch.testing.mongo.TestMongo;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** The deployed application, reached as its clients reach it. */
@ArquillianTest
@RunAsClient
class ChangesSocketIT {

  private static final String NS = "changes_socket_it.test";

  private static final String OF_THE_FUTURE = new Position("82FFFFFFFF000000022B0429296E1404").id();

  private static MongoClient client;
  private static MongoCollection<Document> collection;

  @ArquillianResource private URI base;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(TestMongo.uri(), NS);
  }

  @BeforeAll
  static void connect() {
    client = MongoClients.create(TestMongo.uri());
    collection = client.getDatabase("changes_socket_it").getCollection("test");
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  @BeforeEach
  void waitUntilLive() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(get("api/feeds/changes").body()).contains("\"state\":\"live\""));
  }

  @Test
  void insertUpdateAndDeleteArriveAsHtmlMessages() {
    try (TestSocket socket = TestSocket.connect(socket(""))) {
      insertUpdateAndDelete();

      await().untilAsserted(() -> assertThat(socket.messages()).hasSize(3));
      List<JsonObject> messages = socket.messages();
      assertThat(socket.texts("operationType")).containsExactly("insert", "update", "delete");
      assertThat(messages)
          .allSatisfy(
              message -> {
                assertThat(message.getJsonObject("ns").getString("db"))
                    .isEqualTo("changes_socket_it");
                assertThat(message.getJsonObject("ns").getString("coll")).isEqualTo("test");
                assertThat(message.getJsonObject("documentKey")).containsKey("_id");
                assertThat(message).doesNotContainKey("_id");
                assertThat(message.getString("html"))
                    .startsWith("<div id=\"change-" + message.getString("html_id") + "\"><pre>{")
                    .endsWith("}</pre></div>");
              });
      JsonObject update = messages.get(1).getJsonObject("updateDescription");
      assertThat(update.getJsonObject("updatedFields").getInt("x")).isOne();
      assertThat(update.getJsonArray("removedFields")).isEmpty();
    }
  }

  @Test
  void aConnectedClientSeesItsOwnNextWrite() {
    for (int n = 0; n < 50; n++) {
      try (TestSocket socket = TestSocket.connect(socket(""))) {
        collection.insertOne(new Document("n", n));

        await().untilAsserted(() -> assertThat(socket.messages()).isNotEmpty());
      }
    }
  }

  @Test
  void aReaderThatComesBackWithItsIdGetsTheRestOnce() {
    String first;
    try (TestSocket socket = TestSocket.connect(socket(""))) {
      collection.insertOne(new Document("n", 1));
      await().untilAsserted(() -> assertThat(socket.messages()).hasSize(1));
      first = socket.texts("html_id").get(0);
    }
    collection.insertMany(List.of(new Document("n", 2), new Document("n", 3)));

    try (TestSocket socket = TestSocket.connect(socket("?after=" + first))) {
      collection.insertOne(new Document("n", 4));

      await()
          .untilAsserted(
              () ->
                  assertThat(socket.messages())
                      .extracting(m -> m.getJsonObject("fullDocument").getInt("n"))
                      .containsExactly(2, 3, 4));
    }
  }

  @Test
  void thePageShowsTheLastChangesOldestFirstAndTextStaysText() throws Exception {
    String hostile = "</pre><script>alert(1)</script>";
    for (int n = 1; n <= 6; n++) {
      collection.insertOne(new Document("n", n).append("text", hostile));
    }

    await().untilAsserted(() -> assertThat(get("").body()).contains("n: 6"));
    String page = get("").body();

    assertThat(page.indexOf("n: 2")).isLessThan(page.indexOf("n: 6"));
    assertThat(page.split("<div id=\"change-[A-Za-z0-9_.-]+\"><pre>", -1)).hasSize(1 + 5);
    assertThat(page).doesNotContain(hostile).contains("&lt;/pre&gt;&lt;script&gt;alert(1)");
  }

  @Test
  void everyAnswerCarriesTheStrictPolicyAndThePageNoCookie() throws Exception {
    HttpResponse<String> page = get("");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy ->
                assertThat(policy)
                    .contains("default-src 'none'", "script-src 'self'")
                    .doesNotContain("unsafe"));
    assertThat(page.headers().map()).doesNotContainKey("set-cookie");
    assertThat(get("api/feeds/nobody").statusCode()).isEqualTo(404);
  }

  @Test
  void anInvalidPositionIsRefusedWith1008() {
    for (String after : List.of("rubbish", "ODI2QjAxMTI", "%00", OF_THE_FUTURE)) {
      try (TestSocket socket = TestSocket.connect(socket("?after=" + after))) {
        assertThat(socket.closed()).as(after).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(1008);
      }
    }
  }

  @Test
  void anotherSitesPageMayNotConnect() {
    assertThatThrownBy(() -> TestSocket.connectFrom("http://evil.example", socket("")))
        .hasStackTraceContaining("403");

    TestSocket.connectFrom("http://" + base.getAuthority(), socket("")).close();
  }

  @Test
  void aDroppedCollectionEndsNothing() {
    try (TestSocket socket = TestSocket.connect(socket(""))) {
      collection.insertOne(new Document("n", 1));
      collection.drop();
      collection.insertOne(new Document("n", 2));

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(socket.texts("operationType"))
                      .containsExactly("insert", "drop", "invalidate", "insert"));
    }
  }

  private void insertUpdateAndDelete() {
    collection.deleteMany(new Document("_id", "one"));
    collection.insertOne(new Document("_id", "one"));
    collection.updateOne(new Document("_id", "one"), Updates.set("x", 1));
    collection.deleteOne(new Document("_id", "one"));
  }

  private URI socket(String query) {
    return URI.create("ws://" + base.getAuthority() + base.getPath() + "socket" + query);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return new Api(base).get(path);
  }
}
