package dev.tidewatch.feed.boundary;

import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import dev.tidewatch.testing.clients.TestEvents;
import dev.tidewatch.testing.clients.TestSocket;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** Readers that ask for some documents, over each protocol, live and from an old id. */
@ArquillianTest
@RunAsClient
class WhereIT extends SeveralFeeds {

  private static final String OPEN =
      "where=" + encode("{\"status\": \"open\", \"n\": {\"$gt\": 0}}");

  @Test
  void aReaderFollowsTheDocumentsThatMatchInAndOut() throws Exception {
    kept.deleteMany(Filters.empty());
    String start = position("kept");
    try (TestSocket socket = socket("kept", "?" + OPEN);
        TestEvents events = events("kept", "?" + OPEN)) {
      await().until(() -> !socket.messages().isEmpty());
      kept.insertMany(
          List.of(
              document(1, "new"), document(2, "open"), document(3, "open"), document(-4, "open")));
      kept.updateOne(Filters.eq(1), set("status", "open"));
      kept.updateOne(Filters.eq(2), set("note", "x"));
      kept.updateOne(Filters.eq(2), set("status", "paid"));
      kept.replaceOne(Filters.eq(-4), document(-4, "new"));
      kept.deleteOne(Filters.eq(3));
      kept.deleteOne(Filters.eq(2));
      kept.updateOne(Filters.eq(1), set("n", 7));

      List<String> expected =
          List.of("enter 2", "enter 3", "enter 1", "update 2", "leave 2", "leave 3", "update 1");
      await().untilAsserted(() -> assertThat(shown(changes(socket))).isEqualTo(expected));
      await().untilAsserted(() -> assertThat(shown(data(events))).isEqualTo(expected));
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          shown(
                              json(get("api/feeds/kept/changes?" + OPEN + "&after=" + start))
                                  .getJsonArray("changes")
                                  .getValuesAs(JsonObject.class)))
                      .isEqualTo(expected));
      String third = changes(socket).get(2).getString("id");
      try (TestSocket back = socket("kept", "?" + OPEN + "&after=" + third)) {
        await()
            .untilAsserted(
                () ->
                    assertThat(shown(changes(back)))
                        .isEqualTo(expected.subList(3, expected.size())));
      }
    }
  }

  @Test
  void aReaderGetsTheChangesThatContainAText() throws Exception {
    kept.deleteMany(Filters.empty());
    String start = position("kept");
    String text = "text=" + encode("rostock \u00c4");
    try (TestSocket socket = socket("kept", "?" + text);
        TestEvents events = events("kept", "?" + text)) {
      await().until(() -> !socket.messages().isEmpty());
      kept.insertMany(List.of(document(1, "in Rostock \u00e4b"), document(2, "Rostock")));
      kept.updateOne(Filters.eq(2), set("note", List.of("x", "ROSTOCK \u00c4")));
      kept.updateOne(Filters.eq(2), set("n", 7));

      List<String> expected = List.of("insert 1", "update 2");
      await().untilAsserted(() -> assertThat(shown(changes(socket))).isEqualTo(expected));
      await().untilAsserted(() -> assertThat(shown(data(events))).isEqualTo(expected));
      assertThat(
              shown(
                  json(get("api/feeds/kept/changes?" + text + "&after=" + start))
                      .getJsonArray("changes")
                      .getValuesAs(JsonObject.class)))
          .isEqualTo(expected);
    }
  }

  @Test
  void onAFeedWithoutImagesItMayNameTheIdAlone() throws Exception {
    String start = position("orders");
    try (TestSocket socket =
        socket("orders", "?where=" + encode("{\"_id\": {\"$in\": [71, 72]}}"))) {
      await().until(() -> !socket.messages().isEmpty());
      orders.insertMany(List.of(new Document("_id", 70), new Document("_id", 71)));
      orders.updateOne(Filters.eq(71), set("n", 1));
      orders.deleteMany(Filters.in("_id", 70, 71));

      await()
          .untilAsserted(
              () ->
                  assertThat(shown(changes(socket)))
                      .containsExactly("enter 71", "update 71", "leave 71"));
    }
    var refused = get("api/feeds/orders/changes?where=" + encode("{\"n\": 1}") + "&after=" + start);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("tidewatch.feed.orders.images=true");
  }

  @Test
  void aDropConcernsEveryReader() {
    try (TestSocket socket = socket("orders", "?where=" + encode("{\"_id\": 1}"))) {
      await().until(() -> !socket.messages().isEmpty());
      orders.insertOne(new Document("_id", 81));
      orders.drop();

      await().untilAsserted(() -> assertThat(changes(socket)).hasSize(2));
      assertThat(changes(socket))
          .extracting(item -> item.getJsonObject("change"))
          .allMatch(change -> change.getBoolean("reset"))
          .extracting(change -> change.getString("operationType"))
          .containsExactly("drop", "invalidate");
    }
  }

  private static Document document(int id, String status) {
    return new Document("_id", id).append("n", id).append("status", status);
  }

  /** Each change in short: what it is, and of which document. */
  private static List<String> shown(List<JsonObject> items) {
    return items.stream()
        .map(item -> item.getJsonObject("change"))
        .map(
            change ->
                (change.getBoolean("enter", false)
                        ? "enter"
                        : change.getBoolean("leave", false)
                            ? "leave"
                            : change.getString("operationType"))
                    + " "
                    + change.getJsonObject("documentKey").getInt("_id"))
        .toList();
  }

  private static List<JsonObject> data(TestEvents events) {
    return events.events().stream()
        .filter(event -> event.containsKey("data"))
        .map(event -> Json.createReader(new StringReader(event.get("data"))).readObject())
        .map(change -> Json.createObjectBuilder().add("change", change).build())
        .toList();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
