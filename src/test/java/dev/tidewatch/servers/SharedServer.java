package dev.tidewatch.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.tidewatch.testing.Fork;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.clients.TestSocket;
import dev.tidewatch.testing.mongo.TestMongo;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * One server for all tests of a class, because a start takes long; how they reach it, and wait for
 * it.
 *
 * @param <S> the server
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SharedServer<S extends AppServer> {

  static final String DATABASE = Fork.own("contract_it");

  static final Duration SOON = Duration.ofSeconds(60);

  private static final Duration START = Duration.ofMinutes(3);

  private MongoClient client;
  private MongoCollection<Document> collection;
  private S server;

  /** Starts the server and waits until it serves. */
  abstract S start(String mongo, String ns);

  /** Makes the collections that must be there before the server starts. */
  void prepare() {
    // none
  }

  @BeforeAll
  void start() {
    client = MongoClients.create(TestMongo.uri());
    collection = collection("test");
    prepare();
    server = start(TestMongo.uri(), DATABASE + ".test");
    awaitState("live", START);
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

  /** What the page watches. */
  MongoCollection<Document> collection() {
    return collection;
  }

  /** Another of the same database. */
  MongoCollection<Document> collection(String name) {
    return database().getCollection(name);
  }

  /** What every feed and application of the server has its collections in. */
  MongoDatabase database() {
    return client.getDatabase(DATABASE);
  }

  /** Where the students are kept. */
  MongoCollection<Document> students() {
    return collection("students");
  }

  /** The one feed of the page is live. */
  void awaitLive() {
    awaitState("live");
  }

  void awaitState(String state) {
    awaitState(state, SOON);
  }

  private void awaitState(String state, Duration atMost) {
    await()
        .atMost(atMost)
        // nobody listens yet where the server has only been started
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(get("api/feeds/changes").body())
                    .contains("\"state\":\"" + state + "\""));
  }

  void awaitReaders(int count) {
    await()
        .atMost(SOON)
        .until(() -> json(get("api/feeds/changes").body()).getInt("subscribers") == count);
  }

  void awaitHealth(int status) {
    await().atMost(SOON).until(() -> health().statusCode() == status);
  }

  HttpResponse<String> get(String path) {
    return new Api(server.base()).get(path, credentials());
  }

  /** Headers, names and values in turn, with which everything may be read. */
  String[] credentials() {
    return new String[0];
  }

  TestSocket socket(String path) {
    return TestSocket.connect(webSocket(path));
  }

  URI webSocket(String path) {
    return URI.create(server.base().toString().replace("http:", "ws:") + path);
  }

  HttpResponse<String> health() {
    return new Api(server.management()).send("GET", "health/ready");
  }

  static JsonObject json(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
