package dev.tidewatch.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.clients.TestEvents;
import dev.tidewatch.testing.clients.TestSocket;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;

/** The documents of a feed and then their changes, of a server, over every protocol. */
final class DocumentChecks {

  /** The most documents that a reader of these servers is sent. */
  static final int MOST = 100;

  private static final Duration SOON = SharedServer.SOON;

  private final URI base;
  private final String feed;
  private final MongoCollection<Document> collection;

  /**
   * Of a feed that no other test reads documents of, because readers share a moment for a while.
   *
   * @param collection what the feed watches
   */
  DocumentChecks(URI base, String feed, MongoCollection<Document> collection) {
    this.base = base;
    this.feed = feed;
    this.collection = collection;
  }

  /** As many documents, with {@code _id} from 1. */
  DocumentChecks of(int count) {
    collection.deleteMany(new Document());
    collection.insertMany(
        IntStream.rangeClosed(1, count).mapToObj(DocumentChecks::numbered).toList());
    return this;
  }

  private static Document numbered(int id) {
    return new Document("_id", id).append("n", id);
  }

  void aWebSocketGetsDocumentsThenChangesAndAResetAfterADrop() {
    try (TestSocket socket = socket()) {
      await().atMost(SOON).until(() -> types(socket).contains("current"));
      collection.updateOne(numbered(2), new Document("$set", new Document("n", 22)));
      await().atMost(SOON).until(() -> types(socket).contains("changes"));

      assertThat(types(socket)).containsExactly("hello", "documents", "current", "changes");
      List<JsonObject> messages = socket.messages();
      assertThat(messages.get(0)).doesNotContainKey("position");
      assertThat(ids(messages.get(1))).containsExactly(1, 2, 3);
      assertThat(messages.get(2).getInt("count")).isEqualTo(3);
      assertThat(messages.get(3).toString()).contains("\"n\":22");

      collection.drop();
      await().atMost(SOON).until(() -> types(socket).lastIndexOf("current") > 3);
      assertThat(types(socket)).doesNotContainSubsequence("changes", "documents");
      int reset = types(socket).indexOf("reset");
      assertThat(messages.get(reset).getString("reason")).isEqualTo("drop");
      assertThat(messages.get(types(socket).lastIndexOf("current")).getInt("count")).isZero();

      collection.insertOne(numbered(7));
      await().atMost(SOON).until(() -> types(socket).lastIndexOf("changes") > reset);
      assertThat(messages.get(types(socket).lastIndexOf("changes")).toString()).contains("\"n\":7");
    }
  }

  void serverSentEventsGetDocumentsThenChanges() {
    try (TestEvents events = TestEvents.connect(events(""))) {
      await().atMost(SOON).until(() -> events.lastId() != null);
      collection.insertOne(numbered(4));
      await().atMost(SOON).until(() -> events.events().size() >= 3);

      assertThat(events.events())
          .extracting(event -> event.get("event"))
          .containsExactly("documents", "current", "change");
      assertThat(events.events().get(0)).doesNotContainKey("id");
      assertThat(ids(SharedServer.json(events.events().get(0).get("data"))))
          .containsExactly(1, 2, 3);
      assertThat(events.events().get(1).get("data")).contains("\"count\":3");
      assertThat(events.events().get(2).get("data")).contains("\"n\": 4");
    }
  }

  void pagesAreOfOneMomentAndTheirPositionGoesOn() {
    JsonObject first = page("?limit=2");
    collection.insertOne(numbered(4));
    JsonObject last = page("?limit=2&page=" + first.getString("next"));

    assertThat(ids(first)).containsExactly(1, 2);
    assertThat(ids(last)).containsExactly(3);
    assertThat(last).doesNotContainKey("next");
    String position = first.getString("position");
    assertThat(last.getString("position")).isEqualTo(position);
    String changes = "api/feeds/" + feed + "/changes?limit=1&wait=30&after=" + position;
    assertThat(new Api(base).get(changes).body()).contains("\"n\": 4");
  }

  /** To be used with more documents than {@link #MOST}. */
  void tooManyAreRefusedInWords(String... headers) {
    HttpResponse<String> refused =
        new Api(base).get("api/feeds/" + feed + "/events?documents=true", headers);
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).contains("tidewatch.documents", "\"status\":413");
  }

  /** As above, and fewer of them are sent. */
  void tooManyAreRefusedAndFewerAreNot() {
    tooManyAreRefusedInWords();
    try (TestSocket socket = socket()) {
      assertThat(socket.closed().orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join())
          .isEqualTo(1008);
      assertThat(socket.reason()).contains("tidewatch.documents");
      assertThat(types(socket)).doesNotContain("current");
    }
    String few = "&where=" + URLEncoder.encode("{\"_id\":{\"$lte\":2}}", StandardCharsets.UTF_8);
    try (TestEvents events = TestEvents.connect(events(few))) {
      await().atMost(SOON).until(() -> events.lastId() != null);
      assertThat(ids(SharedServer.json(events.events().get(0).get("data")))).containsExactly(1, 2);
    }
    assertThat(ids(page("?limit=1000"))).hasSize(MOST + 1);
  }

  private JsonObject page(String query) {
    HttpResponse<String> page = new Api(base).get("api/feeds/" + feed + "/documents" + query);
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    return SharedServer.json(page.body());
  }

  private TestSocket socket() {
    String server = base.toString().replace("http:", "ws:");
    return TestSocket.connectWith(
        "tidewatch.v1", URI.create(server + "feeds/" + feed + "?documents=true"));
  }

  private URI events(String more) {
    return base.resolve("api/feeds/" + feed + "/events?documents=true" + more);
  }

  private static List<String> types(TestSocket socket) {
    return socket.texts("type");
  }

  private static List<Integer> ids(JsonObject message) {
    return message.getJsonArray("documents").stream()
        .map(JsonValue::asJsonObject)
        .map(document -> document.getInt("_id"))
        .toList();
  }
}
