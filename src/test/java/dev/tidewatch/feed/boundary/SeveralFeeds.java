package dev.tidewatch.feed.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ChangeStreamPreAndPostImagesOptions;
import com.mongodb.client.model.CreateCollectionOptions;
import dev.tidewatch.feed.control.format.V1Format;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.Fork;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.clients.TestEvents;
import dev.tidewatch.testing.clients.TestSocket;
import dev.tidewatch.testing.mongo.TestMongo;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A deployment with several feeds, one of which cannot be opened, and readers of each protocol. */
abstract class SeveralFeeds {

  // several classes use it, perhaps at once
  static final String DATABASE = Fork.own("feeds_it");

  static MongoCollection<Document> orders;
  static MongoCollection<Document> others;

  /** Its changes carry images. */
  static MongoCollection<Document> kept;

  private static MongoClient client;

  @ArquillianResource private URI base;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
        TestMongo.uri(),
        DATABASE + ".test",
        "tidewatch.feeds=orders,cheap,kept,broken",
        "tidewatch.feed.orders.ns=" + DATABASE + ".orders",
        "tidewatch.feed.cheap.ns=" + DATABASE + ".orders",
        "tidewatch.feed.cheap.pipeline=[{$match: {'fullDocument.n': {$lt: 10}}}]",
        "tidewatch.feed.kept.ns=" + DATABASE + ".kept",
        "tidewatch.feed.kept.images=true",
        "tidewatch.feed.broken.ns=nodot",
        "tidewatch.gzip=false");
  }

  @BeforeAll
  static void connect() {
    client = MongoClients.create(TestMongo.uri());
    MongoDatabase database = client.getDatabase(DATABASE);
    orders = database.getCollection("orders");
    others = database.getCollection("test");
    kept = database.getCollection("kept");
    kept.drop();
    database.createCollection(
        "kept",
        new CreateCollectionOptions()
            .changeStreamPreAndPostImagesOptions(new ChangeStreamPreAndPostImagesOptions(true)));
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  @BeforeEach
  void waitUntilLive() {
    for (String feed : List.of("changes", "orders", "cheap", "kept", "students", "messages")) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> assertThat(get("api/feeds/" + feed).body()).contains("\"state\":\"live\""));
    }
  }

  static List<JsonObject> changes(TestSocket socket) {
    return socket.messages().stream()
        .filter(message -> message.getString("type").equals("changes"))
        .flatMap(message -> message.getJsonArray("changes").getValuesAs(JsonObject.class).stream())
        .toList();
  }

  static List<Integer> numbers(TestSocket socket) {
    return changes(socket).stream()
        .map(item -> item.getJsonObject("change").getJsonObject("fullDocument").getInt("n"))
        .toList();
  }

  String position(String feed) {
    try {
      return json(get("api/feeds/" + feed)).getString("position");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  TestSocket socket(String feed, String query) {
    return TestSocket.connectWith(
        V1Format.SUBPROTOCOL,
        URI.create("ws://" + base.getAuthority() + base.getPath() + "feeds/" + feed + query));
  }

  TestEvents events(String feed, String query) {
    return TestEvents.connect(uri("api/feeds/" + feed + "/events" + query));
  }

  URI uri(String path) {
    return base.resolve(path);
  }

  static JsonObject json(HttpResponse<String> response) {
    try (var reader = Json.createReader(new StringReader(response.body()))) {
      return reader.readObject();
    }
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return new Api(base).get(path);
  }
}
