package dev.tidewatch.servers;

import static dev.tidewatch.servers.AccessContract.encoded;
import static dev.tidewatch.servers.AccessContract.header;
import static dev.tidewatch.servers.AccessContract.hex;
import static dev.tidewatch.servers.AccessContract.ids;
import static dev.tidewatch.servers.AccessContract.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ChangeStreamPreAndPostImagesOptions;
import com.mongodb.client.model.CreateCollectionOptions;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.network.RawConnection;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;

/**
 * The documents of the feed {@code g} for Ada, whose rule shows three of many, and some of their
 * fields. Whatever she may not see holds a canary: keys, values and names of fields.
 */
final class RestrictedDocuments {

  private static final String CANARY = "canary";
  private static final String FEED = "api/feeds/g/";

  private final URI base;
  private final MongoCollection<Document> collection;

  /** Makes the collection again, before the server starts: without images its feed would fail. */
  static void prepare(MongoDatabase database) {
    database.getCollection("g").drop();
    database.createCollection(
        "g",
        new CreateCollectionOptions()
            .changeStreamPreAndPostImagesOptions(new ChangeStreamPreAndPostImagesOptions(true)));
  }

  /** With more documents than a reader is sent. */
  RestrictedDocuments(URI base, MongoDatabase database) {
    this.base = base;
    this.collection = database.getCollection("g");
    collection.insertMany(
        IntStream.rangeClosed(0, DocumentChecks.MOST)
            .mapToObj(n -> document(CANARY + n, "eve", CANARY))
            .toList());
    for (int n = 1; n <= 3; n++) {
      collection.insertOne(document("ada-" + n, "ada", "shown-" + n));
    }
  }

  /** The rule of those in the role {@code own}. */
  static Map<String, String> settings() {
    return Map.of(
        "TIDEWATCH_FEED_G_READ", "own,witness",
        "TIDEWATCH_FEED_G_IMAGES", "true",
        "TIDEWATCH_FEED_G_ROWS_OWN", "{\"owner\": \"@caller.name\"}",
        "TIDEWATCH_FEED_G_FIELDS_OWN", "shown,part.shown",
        "TIDEWATCH_FEED_G_ROWS_WITNESS", "{}");
  }

  private static Document document(String id, String owner, String shown) {
    return new Document("_id", id)
        .append("owner", owner)
        .append("shown", shown)
        .append("part", new Document("shown", shown).append(CANARY, 1))
        .append("hidden", CANARY);
  }

  void onlyTheCallersOwnAreSentAndCounted() {
    String ada = token("ada", 600, "own");
    try (RawConnection socket = new RawConnection(base);
        RawConnection events = new RawConnection(base)) {
      socket.send(
          ascii(
              RawConnection.handshake(
                  base,
                  "feeds/g?documents=true",
                  "Sec-WebSocket-Protocol: tidewatch.v1, " + encoded(ada))));
      events.send(
          ascii(
              "GET /%sevents?documents=true HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n"
                  .formatted(FEED, base.getAuthority(), ada)));
      String overSocket = socket.receive("\"count\":3}");
      String overEvents = events.receive("\"count\":3}");
      for (String text : List.of(overSocket, overEvents)) {
        assertThat(text.split("\"_id\"", -1)).hasSize(1 + 3);
        assertThat(text).contains("shown-1", "shown-2", "shown-3");
      }

      change();

      overSocket += socket.receive("shown-last");
      overEvents += events.receive("shown-last");
      for (String text : List.of(overSocket, overEvents, pages(ada))) {
        noCanaryIn(text);
      }
      for (String text : List.of(overSocket, overEvents)) {
        // what came to Ada, and what went from her, of all that happened
        assertThat(text.split("\"clusterTime\"", -1)).as(text).hasSize(1 + 3);
        assertThat(text.replace(" ", ""))
            .contains("\"enter\":true", "shown-given", "\"leave\":true", "ada-2");
      }
    }
    // a caller that sees all of them is told that there are too many
    new DocumentChecks(base, "g", collection)
        .tooManyAreRefusedInWords(header(token("boss", 600, "witness")));
    assertThat(get("documents", token("eve", 600, "nothing")).statusCode()).isEqualTo(403);
  }

  /** Nothing of this is Ada's but the documents that come to her, that leave her, and the last. */
  private void change() {
    update(CANARY + 1, "shown", CANARY + "-changed");
    collection.insertOne(document(CANARY + "-inserted", "eve", CANARY));
    collection.deleteOne(new Document("_id", CANARY + 2));
    update("ada-1", "hidden", CANARY + "-changed");
    update("ada-1", "part." + CANARY, 2);
    collection.updateOne(
        new Document("_id", "ada-2"),
        new Document("$set", new Document("owner", "eve").append("shown", CANARY + "-moved")));
    collection.insertOne(document("given", "eve", "shown-given"));
    update("given", "owner", "ada");
    collection.insertOne(document("ada-last", "ada", "shown-last"));
  }

  private void update(String id, String field, Object value) {
    collection.updateOne(new Document("_id", id), new Document("$set", new Document(field, value)));
  }

  /** All of the pages, which are of the moment after the changes. */
  private String pages(String token) {
    String first = get("documents?limit=3", token).body();
    JsonObject page = SharedServer.json(first);
    String second = get("documents?limit=3&page=" + page.getString("next"), token).body();

    assertThat(keys(page)).containsExactly("ada-1", "ada-3", "ada-last");
    assertThat(keys(SharedServer.json(second))).containsExactly("given");
    assertThat(page.getJsonArray("documents").getJsonObject(0).keySet())
        .containsExactly("_id", "shown", "part");
    // a hidden name is refused like one that no document has
    assertThat(get("documents?where=%7B%22owner%22:%22eve%22%7D", token).statusCode())
        .isEqualTo(400);
    return first + second;
  }

  private static List<String> keys(JsonObject page) {
    return page.getJsonArray("documents").stream()
        .map(JsonValue::asJsonObject)
        .map(document -> document.getString("_id"))
        .toList();
  }

  private static void noCanaryIn(String text) {
    assertThat(text).doesNotContainIgnoringCase(CANARY).doesNotContain("\"eve\"");
    // a resume token holds the document's key, and a page's token another
    assertThat(ids(text)).doesNotContain(hex(CANARY), CANARY);
  }

  private HttpResponse<String> get(String path, String token) {
    return new Api(base).get(FEED + path, header(token));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
