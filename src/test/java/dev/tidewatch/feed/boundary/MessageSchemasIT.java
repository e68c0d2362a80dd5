package dev.tidewatch.feed.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoNamespace;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ChangeStreamPreAndPostImagesOptions;
import com.mongodb.client.model.CreateCollectionOptions;
import dev.tidewatch.feed.control.format.V1Format;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.MessageSchemas;
import dev.tidewatch.testing.TestDatabase;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.clients.TestEvents;
import dev.tidewatch.testing.clients.TestSocket;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.RealMongo;
import dev.tidewatch.testing.mongo.TestMongo;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients of each protocol are sent of a real MongoDB is what the schemas say. */
@ArquillianTest
@RunAsClient
@NeedsRealMongo
class MessageSchemasIT {

  private static final String DATABASE = "message_schemas_it";
  private static final int LOG = 4;

  /** Those of expanded events that need no sharded cluster, and all others. */
  private static final List<String> OPERATIONS =
      List.of(
          "create",
          "createIndexes",
          "delete",
          "drop",
          "dropDatabase",
          "dropIndexes",
          "insert",
          "invalidate",
          "modify",
          "rename",
          "replace",
          "update");

  @ArquillianResource private URI base;

  private MongoClient client;
  private MongoDatabase database;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
        TestMongo.uri(),
        DATABASE + ".test",
        // so that a position is soon MongoDB's to find
        "tidewatch.log.events=" + LOG,
        "tidewatch.feeds=all,one,cheap,kept,required",
        "tidewatch.feed.all.ns=" + DATABASE + ".*",
        "tidewatch.feed.all.expanded-events=true",
        "tidewatch.feed.all.full-document=updateLookup",
        "tidewatch.feed.all.full-document-before-change=whenAvailable",
        "tidewatch.feed.one.ns=" + DATABASE + ".one",
        "tidewatch.feed.cheap.ns=" + DATABASE + ".one",
        "tidewatch.feed.cheap.pipeline=[{$match: {'fullDocument.n': {$lt: 10}}}]",
        "tidewatch.feed.kept.ns=" + DATABASE + ".kept",
        "tidewatch.feed.kept.images=true",
        "tidewatch.feed.kept.full-document=whenAvailable",
        "tidewatch.feed.kept.full-document-before-change=whenAvailable",
        "tidewatch.feed.required.ns=" + DATABASE + ".required",
        "tidewatch.feed.required.full-document-before-change=required");
  }

  @BeforeEach
  void connect() {
    client = MongoClients.create(RealMongo.uri());
    database = TestDatabase.emptied(client, DATABASE);
    database.createCollection(
        "kept",
        new CreateCollectionOptions()
            .changeStreamPreAndPostImagesOptions(new ChangeStreamPreAndPostImagesOptions(true)));
    for (String feed : List.of("all", "one", "cheap", "kept", "required")) {
      await().until(() -> get("api/feeds/" + feed).body().contains("\"state\":\"live\""));
    }
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void changesOfEveryOperationInBothFormsOverEveryProtocol() {
    String start = json(get("api/feeds/all")).getString("position");
    try (TestSocket silent = socket("all", "?op=reshardCollection");
        TestSocket relaxed = socket("all", "?after=" + start);
        TestSocket canonical = socket("all", "?json=canonical&after=" + start);
        TestEvents events = events("all", "?after=" + start);
        TestEvents canonicalEvents = events("all", "?json=canonical&after=" + start)) {
      changeEverything();

      for (TestSocket socket : List.of(relaxed, canonical)) {
        await().untilAsserted(() -> assertThat(operations(changes(socket))).isEqualTo(OPERATIONS));
        check(socket);
      }
      for (TestEvents read : List.of(events, canonicalEvents)) {
        await().untilAsserted(() -> assertThat(operations(changes(read))).isEqualTo(OPERATIONS));
        check(read);
      }
      assertThat(changes(relaxed).toList().toString())
          .contains("truncatedArrays", "disambiguatedPaths", "txnNumber", "lsid")
          .contains("\"fullDocument\":null", "\"fullDocumentBeforeChange\":{")
          .contains("stateBeforeChange", "collectionUUID", "operationDescription");
      assertThat(changes(canonical).toList().toString())
          .contains("\"newSize\":{\"$numberInt\":\"50\"}");
      for (String form : List.of("relaxed", "canonical")) {
        assertThat(operations(polled("json=" + form, start))).isEqualTo(OPERATIONS);
      }
      await().until(() -> silent.texts("type").contains("heartbeat"));
      check(silent);
    }
  }

  @Test
  void documentsAndWhatEntersAndLeavesAndIsVoid() {
    MongoCollection<Document> kept = database.getCollection("kept");
    kept.insertMany(List.of(document(1, "open"), document(2, "paid"), document(3, "open")));
    String where = "where=" + URLEncoder.encode("{\"status\":\"open\"}", StandardCharsets.UTF_8);
    MessageSchemas.check(
        "DocumentPage", json(get("api/feeds/kept/documents?limit=1&" + where)).toString());
    try (TestSocket socket = socket("kept", "?documents=true&" + where);
        TestEvents events = events("kept", "?documents=true&" + where);
        TestSocket changes = socket("kept", "?" + where);
        TestEvents changeEvents = events("kept", "?" + where)) {
      await().until(() -> socket.texts("type").contains("current"));
      await().until(() -> names(events).contains("current"));
      await().until(() -> !changes.messages().isEmpty() && !changeEvents.idle().isEmpty());
      status(kept, 2, "open");
      status(kept, 1, "paid");
      status(kept, 3, "open ");
      kept.drop();

      await()
          .untilAsserted(
              () ->
                  assertThat(socket.texts("type"))
                      .startsWith("hello", "documents", "current", "changes")
                      .containsSubsequence("current", "reset", "current"));
      await()
          .untilAsserted(
              () -> assertThat(names(events)).containsSubsequence("current", "reset", "current"));
      await().until(() -> changes(changes).anyMatch(change -> change.containsKey("reset")));
      await().until(() -> changes(changeEvents).anyMatch(change -> change.containsKey("reset")));
      assertThat(changes(changes).toList().toString()).contains("\"enter\":true", "\"leave\":true");
      check(socket);
      check(events);
      check(changes);
      check(changeEvents);
    }
  }

  @Test
  void gapsAndAChangeThatMongoDbHadToSplit() {
    MongoCollection<Document> one = database.getCollection("one");
    String hidden = idOfNext("one", () -> one.insertOne(new Document("n", 11)));
    for (int n = 0; n <= LOG; n++) {
      one.insertOne(new Document("n", n));
    }
    MongoCollection<Document> required = database.getCollection("required");
    String before = idOfNext("required", () -> required.insertOne(document(1, "open")));
    status(required, 1, "paid");
    gapOf("cheap", hidden, "pipeline-changed");
    gapOf("required", before, "unreadable");

    MongoCollection<Document> kept = database.getCollection("kept");
    Document large = document(1, "x".repeat(9 * 1024 * 1024));
    String split = idOfNext("kept", () -> kept.insertOne(large));
    kept.updateOne(new Document("_id", 1), new Document("$set", new Document("n", 1)));
    await()
        .untilAsserted(
            () -> {
              JsonObject answer = json(get("api/feeds/kept/changes?after=" + split));
              assertThat(answer.toString().length()).isGreaterThan(17 * 1024 * 1024);
              MessageSchemas.check("Answer", answer.toString());
            });
  }

  /** All that there is, in as many answers as it takes. */
  private Stream<JsonObject> polled(String query, String after) {
    List<JsonObject> changes = new ArrayList<>();
    String position = after;
    for (JsonArray some = null; some == null || !some.isEmpty(); ) {
      JsonObject answer = json(get("api/feeds/all/changes?" + query + "&after=" + position));
      MessageSchemas.check("Answer", answer.toString());
      position = answer.getString("position");
      some = answer.getJsonArray("changes");
      some.getValuesAs(JsonObject.class).forEach(i -> changes.add(i.getJsonObject("change")));
    }
    return changes.stream();
  }

  private void gapOf(String feed, String after, String reason) {
    try (TestSocket socket = socket(feed, "?after=" + after);
        TestEvents events = events(feed, "?after=" + after)) {
      await().until(() -> socket.texts("type").contains("gap"));
      await().until(() -> names(events).contains("gap"));
      assertThat(socket.messages().toString()).contains(reason);
      check(socket);
      check(events);
      JsonObject answer = json(get("api/feeds/" + feed + "/changes?after=" + after));
      assertThat(answer.getJsonObject("gap").getString("reason")).isEqualTo(reason);
      MessageSchemas.check("Answer", answer.toString());
    }
  }

  private String idOfNext(String feed, Runnable write) {
    try (TestSocket socket = socket(feed, "")) {
      await().until(() -> !socket.messages().isEmpty());
      write.run();
      await().until(() -> socket.texts("type").contains("changes"));
      return socket.messages().get(1).getJsonArray("changes").getJsonObject(0).getString("id");
    }
  }

  /** The database is dropped at the end. */
  private void changeEverything() {
    database.createCollection("created");
    MongoCollection<Document> kept = database.getCollection("kept");
    kept.insertOne(document(1, "open").append("list", Collections.nCopies(99, 1)).append("0", 1));
    kept.updateOne(
        new Document("_id", 1), List.of(Document.parse("{$set: {list: {$slice: ['$list', 50]}}}")));
    kept.updateOne(new Document("_id", 1), Document.parse("{$set: {a: {'0': 1}, b: 1.5}}"));
    kept.updateOne(new Document("_id", 1), Document.parse("{$set: {'a.0': 2}, $unset: {b: 1}}"));
    kept.replaceOne(new Document("_id", 1), document(1, "open"));
    try (ClientSession session = client.startSession()) {
      session.startTransaction();
      kept.insertOne(session, document(2, "open"));
      kept.updateOne(session, new Document("_id", 2), Document.parse("{$set: {status: 'paid'}}"));
      kept.deleteOne(session, new Document("_id", 2));
      session.commitTransaction();
    }
    kept.createIndex(new Document("status", 1));
    kept.dropIndex(new Document("status", 1));
    database.runCommand(Document.parse("{collMod: 'kept', validationLevel: 'moderate'}"));
    kept.renameCollection(new MongoNamespace(DATABASE, "renamed"));
    database.getCollection("renamed").drop();
    database.drop();
  }

  private static Document document(int id, String status) {
    return new Document("_id", id).append("status", status);
  }

  private static void status(MongoCollection<Document> collection, int id, String status) {
    collection.updateOne(
        new Document("_id", id), new Document("$set", new Document("status", status)));
  }

  private static void check(TestSocket socket) {
    socket.messages().forEach(message -> MessageSchemas.checkMessage(message.toString()));
  }

  private static void check(TestEvents events) {
    assertThat(events.all()).isNotEmpty();
    for (Map<String, String> event : events.all()) {
      MessageSchemas.check("ServerSentEvents/properties/" + event.get("event"), event.get("data"));
      if (event.containsKey("id") && !event.get("id").isEmpty()) {
        MessageSchemas.check("Position", Json.createValue(event.get("id")).toString());
      }
    }
  }

  private static List<String> names(TestEvents events) {
    return events.all().stream().map(event -> event.get("event")).toList();
  }

  private static Stream<JsonObject> changes(TestSocket socket) {
    return SeveralFeeds.changes(socket).stream().map(item -> item.getJsonObject("change"));
  }

  private static Stream<JsonObject> changes(TestEvents events) {
    return events.all().stream()
        .filter(event -> event.get("event").equals("change"))
        .map(event -> read(event.get("data")));
  }

  private static List<String> operations(Stream<JsonObject> changes) {
    return List.copyOf(
        new TreeSet<>(changes.map(change -> change.getString("operationType", "")).toList()));
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

  private static JsonObject json(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return read(response.body());
  }

  private static JsonObject read(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
