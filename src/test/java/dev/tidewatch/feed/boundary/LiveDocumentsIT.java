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
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.clients.TestEvents;
import dev.tidewatch.testing.clients.TestSocket;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.RealMongo;
import dev.tidewatch.testing.mongo.TestMongo;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents, then their changes, as the clients of each protocol get them. */
@ArquillianTest
@RunAsClient
@NeedsRealMongo
class LiveDocumentsIT {

  private static final String DATABASE = "live_documents_it";

  @ArquillianResource private URI base;

  private MongoClient client;
  private MongoCollection<Document> orders;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
        TestMongo.uri(),
        DATABASE + ".test",
        // each test begins on a feed of its own, because readers share a moment for 10 s
        "tidewatch.feeds=orders,events,many,imaged,all,piped,zipped",
        "tidewatch.documents.max=500",
        "tidewatch.feed.orders.ns=" + DATABASE + ".orders",
        "tidewatch.feed.events.ns=" + DATABASE + ".orders",
        "tidewatch.feed.many.ns=" + DATABASE + ".orders",
        "tidewatch.feed.imaged.ns=" + DATABASE + ".orders",
        "tidewatch.feed.imaged.images=true",
        "tidewatch.feed.all.ns=" + DATABASE + ".*",
        "tidewatch.feed.zipped.ns=" + DATABASE + ".orders",
        "tidewatch.feed.piped.ns=" + DATABASE + ".orders",
        "tidewatch.feed.piped.pipeline=[{$match: {'fullDocument.public': true}}]");
  }

  @BeforeEach
  void connect() {
    client = MongoClients.create(RealMongo.uri());
    MongoDatabase database = client.getDatabase(DATABASE);
    database.drop();
    database.createCollection(
        "orders",
        new CreateCollectionOptions()
            .changeStreamPreAndPostImagesOptions(new ChangeStreamPreAndPostImagesOptions(true)));
    orders = database.getCollection("orders");
    orders.insertMany(
        List.of(
            new Document("_id", 1).append("status", "open"),
            new Document("_id", "b").append("status", "paid"),
            new Document("_id", 3).append("status", "open")));
    for (String feed : List.of("orders", "events", "many", "imaged", "all")) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> get("api/feeds/" + feed).body().contains("\"state\":\"live\""));
    }
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void aWebSocketGetsTheDocumentsThenTheirChanges() {
    try (TestSocket socket = socket("orders", "?documents=true")) {
      await().until(() -> has(socket, "current"));
      orders.updateOne(new Document("_id", 3), new Document("$set", new Document("status", "x")));
      await().until(() -> has(socket, "changes"));

      assertThat(types(socket)).containsExactly("hello", "documents", "current", "changes");
      assertThat(socket.messages().get(0)).doesNotContainKey("position");
      assertThat(ids(socket.messages().get(1).getJsonArray("documents")))
          .containsExactly("1", "3", "\"b\"");
      JsonObject current = socket.messages().get(2);
      assertThat(current.getInt("count")).isEqualTo(3);
      // the position of current goes on where the documents were
      try (TestSocket back = socket("orders", "?after=" + current.getString("position"))) {
        await().until(() -> has(back, "changes"));
        assertThat(back.messages().get(1)).isEqualTo(socket.messages().get(3));
      }
      orders.drop();
      await().until(() -> types(socket).stream().filter("current"::equals).count() == 2);
      assertThat(types(socket).subList(4, types(socket).size()))
          .containsSubsequence("reset", "current")
          .doesNotContain("documents");
    }
  }

  @Test
  void serverSentEventsHaveNoIdBeforeCurrent() {
    try (TestEvents events = events("events", "?documents=true")) {
      await().until(() -> events.lastId() != null);
      orders.insertOne(new Document("_id", 4));
      await().until(() -> events.events().stream().anyMatch(e -> e.get("event").equals("change")));
      assertThat(events.events())
          .extracting(event -> event.get("event"))
          .containsSubsequence("documents", "current", "change");
      assertThat(events.events().get(0)).doesNotContainKey("id");

      // a browser comes back to the same address with its id
      String last = events.lastId();
      orders.insertOne(new Document("_id", 5));
      try (TestEvents back =
          TestEvents.connectAfter(last, base.resolve("api/feeds/events/events?documents=true"))) {
        await().until(() -> !back.events().isEmpty());
        assertThat(back.events().get(0)).containsEntry("event", "change");
        assertThat(back.events().get(0).get("data")).contains("\"_id\": 5");
      }
    }
  }

  @Test
  void whatMovesInAndOutOfWhereEntersAndLeaves() {
    String where = "&where=" + encoded("{\"status\": \"open\"}");
    try (TestSocket socket = socket("imaged", "?documents=true" + where)) {
      await().until(() -> has(socket, "current"));
      orders.updateOne(new Document("_id", 3), new Document("$set", new Document("status", "x")));
      orders.updateOne(
          new Document("_id", "b"), new Document("$set", new Document("status", "open")));
      await().until(() -> changes(socket).size() == 2);

      assertThat(ids(socket.messages().get(1).getJsonArray("documents"))).containsExactly("1", "3");
      assertThat(changes(socket).get(0)).containsEntry("leave", JsonValue.TRUE);
      assertThat(changes(socket).get(1)).containsEntry("enter", JsonValue.TRUE);
    }
    JsonObject page = json(get("api/feeds/imaged/documents?" + where));
    assertThat(ids(page.getJsonArray("documents"))).containsExactly("1", "\"b\"");
  }

  @Test
  void documentsInGzipAreTheSame() {
    orders.insertMany(
        IntStream.range(100, 300)
            .mapToObj(id -> new Document("_id", id).append("status", "open"))
            .toList());
    String path = "api/feeds/zipped/events?documents=true";
    try (TestEvents plain = TestEvents.connect(base.resolve(path));
        TestEvents gzip =
            TestEvents.connectWith(base.resolve(path), null, "Accept-Encoding", "gzip")) {
      await().until(() -> plain.lastId() != null && gzip.lastId() != null);
      assertThat(gzip.response().headers().allValues("Content-Encoding")).containsExactly("gzip");
      assertThat(gzip.events()).isEqualTo(plain.events());
      assertThat(gzip.events().get(0).get("data")).contains("\"_id\": 299");
    }
    String page = "api/feeds/zipped/documents?limit=200";
    assertThat(new Api(base).gzip(page)).isEqualTo(get(page).body()).contains("\"_id\": 250");
  }

  @Test
  void pagesAreOfOneMomentAndTheirPositionGoesOn() {
    JsonObject first = json(get("api/feeds/orders/documents?limit=2"));
    orders.insertOne(new Document("_id", 9));
    orders.deleteOne(new Document("_id", "b"));
    JsonObject second =
        json(get("api/feeds/orders/documents?limit=2&page=" + first.getString("next")));

    assertThat(ids(first.getJsonArray("documents"))).containsExactly("1", "3");
    assertThat(ids(second.getJsonArray("documents"))).containsExactly("\"b\"");
    assertThat(second).doesNotContainKey("next");
    assertThat(second.getString("position")).isEqualTo(first.getString("position"));
    await()
        .untilAsserted(
            () ->
                assertThat(
                        json(get("api/feeds/orders/changes?after=" + first.getString("position")))
                            .getJsonArray("changes")
                            .getValuesAs(JsonObject.class))
                    .extracting(item -> item.getJsonObject("change").getString("operationType"))
                    .containsExactly("insert", "delete"));
    JsonObject now = json(get("api/feeds/orders/documents"));
    assertThat(ids(now.getJsonArray("documents"))).containsExactly("1", "3", "9");
  }

  @Test
  void ofADatabaseOneCollectionIsNamed() {
    client.getDatabase(DATABASE).getCollection("other").insertOne(new Document("_id", 7));
    String ns = "ns=" + DATABASE + ".other";
    assertThat(ids(json(get("api/feeds/all/documents?" + ns)).getJsonArray("documents")))
        .containsExactly("7");
    try (TestSocket socket = socket("all", "?documents=true&" + ns)) {
      await().until(() -> has(socket, "current"));
      orders.insertOne(new Document("_id", 10));
      client.getDatabase(DATABASE).getCollection("other").insertOne(new Document("_id", 8));
      await().until(() -> has(socket, "changes"));
      assertThat(changes(socket)).hasSize(1);
      client
          .getDatabase(DATABASE)
          .getCollection("orders")
          .renameCollection(
              new com.mongodb.MongoNamespace(DATABASE, "other"),
              new com.mongodb.client.model.RenameCollectionOptions().dropTarget(true));
      await().until(() -> types(socket).stream().filter("current"::equals).count() == 2);
      assertThat(types(socket)).contains("reset");
      JsonObject documents = socket.messages().get(types(socket).lastIndexOf("documents"));
      assertThat(ids(documents.getJsonArray("documents"))).contains("1", "10", "\"b\"");
    }
    refused(400, "ns", get("api/feeds/all/documents"));
    refused(400, "ns", get("api/feeds/all/documents?ns=admin.system.users"));
    refused(400, "ns", get("api/feeds/orders/documents?ns=" + DATABASE + ".other"));
  }

  @Test
  void aViewOfTheDatabaseIsRefused() {
    client.getDatabase(DATABASE).createView("seen", "orders", List.of());
    refused(400, "ns", get("api/feeds/all/documents?ns=" + DATABASE + ".seen"));
    try (TestSocket socket = socket("all", "?documents=true&ns=" + DATABASE + ".seen")) {
      assertThat(socket.closed().join()).isEqualTo(1008);
      assertThat(socket.reason()).contains("view");
    }
    assertThat(get("api/feeds/all/events?documents=true&ns=" + DATABASE + ".seen").statusCode())
        .isEqualTo(400);
  }

  @Test
  void whatCannotBeCombinedIsRefused() {
    String position = json(get("api/feeds/orders")).getString("position");
    for (String other :
        List.of(
            "after=" + position, "from=-10m", "op=insert", "key=5", "changed=status", "text=a")) {
      HttpResponse<String> answer = get("api/feeds/orders/events?documents=true&" + other);
      refused(400, other.substring(0, other.indexOf('=')), answer);
    }
    refused(400, "documents", get("api/feeds/orders/events?documents=yes"));
    refused(400, "documents", get("api/feeds/piped/events?documents=true"));
    refused(400, "documents", get("api/feeds/piped/documents"));
    refused(400, "page", get("api/feeds/orders/documents?page=x"));
    refused(400, "limit", get("api/feeds/orders/documents?limit=0"));
    assertThat(get("api/feeds/nobody/documents").statusCode()).isEqualTo(404);
    try (TestSocket socket = socket("orders", "?documents=true&after=" + position)) {
      assertThat(socket.closed().join()).isEqualTo(1008);
    }
    try (TestSocket socket =
        TestSocket.connect(
            URI.create("ws://" + base.getAuthority() + base.getPath() + "socket?documents=true"))) {
      assertThat(socket.closed().join()).isEqualTo(1008);
    }
  }

  @Test
  void moreThanAReaderMayBeSentIsRefusedInWords() {
    List<Document> many = new ArrayList<>();
    for (int n = 0; n < 600; n++) {
      many.add(new Document("_id", "n" + n).append("status", "open"));
    }
    orders.insertMany(many);
    HttpResponse<String> answer =
        new Api(base).get("api/feeds/many/events?documents=true", "Accept-Encoding", "gzip");
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.headers().allValues("Content-Encoding")).isEmpty();
    assertThat(answer.body()).contains("tidewatch.documents");
    try (TestSocket socket = socket("many", "?documents=true")) {
      assertThat(socket.closed().join()).isEqualTo(1008);
      assertThat(socket.reason()).contains("tidewatch.documents");
    }
  }

  /** A page of a moment that MongoDB has forgotten, as after five minutes. */
  @Test
  void aPageOfAMomentThatIsGoneSaysWhatToDo() {
    String next = json(get("api/feeds/orders/documents?limit=1")).getString("next");
    MongoDatabase admin = client.getDatabase("admin");
    admin.runCommand(
        new Document("setParameter", 1).append("minSnapshotHistoryWindowInSeconds", 0));
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                // the oldest moment moves with the writes
                orders.insertOne(new Document());
                HttpResponse<String> gone =
                    get("api/feeds/orders/documents?limit=1000&page=" + next);
                assertThat(gone.statusCode()).isEqualTo(410);
                assertThat(gone.body()).contains("begin again without page");
              });
    } finally {
      admin.runCommand(
          new Document("setParameter", 1).append("minSnapshotHistoryWindowInSeconds", 300));
    }
  }

  private static void refused(int status, String parameter, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(parameter).doesNotContain("Exception", "mongodb");
  }

  private static boolean has(TestSocket socket, String type) {
    return types(socket).contains(type);
  }

  private static List<String> types(TestSocket socket) {
    return socket.texts("type");
  }

  private static List<JsonObject> changes(TestSocket socket) {
    return socket.messages().stream()
        .filter(message -> message.getString("type").equals("changes"))
        .flatMap(message -> message.getJsonArray("changes").getValuesAs(JsonObject.class).stream())
        .map(item -> item.getJsonObject("change"))
        .toList();
  }

  private static List<String> ids(List<JsonValue> documents) {
    return documents.stream().map(d -> d.asJsonObject().get("_id").toString()).toList();
  }

  private TestSocket socket(String feed, String query) {
    return TestSocket.connectWith(
        V1Format.SUBPROTOCOL,
        URI.create("ws://" + base.getAuthority() + base.getPath() + "feeds/" + feed + query));
  }

  private TestEvents events(String feed, String query) {
    return TestEvents.connect(base.resolve("api/feeds/" + feed + "/events" + query));
  }

  private HttpResponse<String> get(String path) {
    return new Api(base).get(path);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static JsonObject json(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    try (var reader = Json.createReader(new StringReader(response.body()))) {
      return reader.readObject();
    }
  }
}
