package dev.tidewatch.feed.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.tidewatch.feed.control.format.V1Format;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.clients.Http;
import dev.tidewatch.testing.clients.TestEvents;
import dev.tidewatch.testing.clients.TestSocket;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** Several feeds, over every protocol, as their clients reach them. */
@ArquillianTest
@RunAsClient
class FeedsIT extends SeveralFeeds {

  @Test
  void everyFeedIsListedAndOneThatCannotBeOpenedSaysWhy() throws Exception {
    JsonObject feeds = json(get("api/feeds"));

    assertThat(feeds.getJsonArray("feeds").getValuesAs(JsonObject.class))
        .extracting(feed -> feed.getString("name") + " " + feed.getString("state"))
        .containsExactly(
            "changes live",
            "orders live",
            "cheap live",
            "kept live",
            "broken stopped",
            "students live",
            "messages live");
    assertThat(json(get("api/feeds/broken")).getString("cause"))
        .contains("tidewatch.feed.broken.ns", "nodot");
    assertThat(get("api/feeds/nobody").statusCode()).isEqualTo(404);
    assertThat(get("api/feeds/nobody/events").statusCode()).isEqualTo(404);
    assertThat(get("api/feeds/nobody/changes").statusCode()).isEqualTo(404);
  }

  @Test
  void theChangesOfTheLastMinutesAreCountedByOperation() throws Exception {
    Map<String, Integer> before = counts();
    orders.insertMany(List.of(new Document("_id", "c1"), new Document("_id", "c2")));
    orders.updateOne(new Document("_id", "c1"), new Document("$set", new Document("n", 1)));
    orders.deleteMany(new Document("_id", new Document("$in", List.of("c1", "c2"))));

    await()
        .untilAsserted(
            () -> {
              Map<String, Integer> now = counts();
              assertThat(now.get("insert") - before.get("insert")).isEqualTo(2);
              assertThat(now.get("update") - before.get("update")).isEqualTo(1);
              assertThat(now.get("delete") - before.get("delete")).isEqualTo(2);
              assertThat(now.get("replace")).isEqualTo(before.get("replace"));
            });
    JsonObject answer = json(get("api/feeds/orders/counts"));
    Instant begin = Instant.parse(answer.getString("begin"));
    // the last second is the present one
    assertThat(begin.plusSeconds(answer.getInt("seconds")))
        .isCloseTo(Instant.now(), within(10, ChronoUnit.SECONDS));
    assertThat(answer.getJsonArray("unknown").getValuesAs(JsonObject.class))
        .extracting(unknown -> unknown.getString("reason"))
        .containsExactly("starting");
    assertThat(get("api/feeds/nobody/counts").statusCode()).isEqualTo(404);
  }

  /** How many changes there were in the last 15 minutes, by operation. */
  private Map<String, Integer> counts() throws Exception {
    JsonObject counts = json(get("api/feeds/orders/counts")).getJsonObject("counts");
    return counts.keySet().stream()
        .collect(
            Collectors.toMap(
                Function.identity(),
                operation ->
                    counts.getJsonArray(operation).getValuesAs(JsonNumber.class).stream()
                        .mapToInt(JsonNumber::intValue)
                        .sum()));
  }

  @Test
  void aFeedHasItsOwnChangesAndAReaderIsGreetedWithItsPosition() {
    try (TestSocket socket = socket("orders", "");
        TestSocket cheap = socket("cheap", "")) {
      others.insertOne(new Document("n", 0));
      orders.insertMany(List.of(new Document("n", 1), new Document("n", 20)));

      await().untilAsserted(() -> assertThat(numbers(socket)).containsExactly(1, 20));
      await().untilAsserted(() -> assertThat(numbers(cheap)).containsExactly(1));
      JsonObject hello = socket.messages().get(0);
      assertThat(socket.subprotocol()).isEqualTo(V1Format.SUBPROTOCOL);
      assertThat(hello.getString("type")).isEqualTo("hello");
      assertThat(hello.getString("feed")).isEqualTo("orders");

      try (TestSocket back = socket("orders", "?after=" + hello.getString("position"))) {
        await().untilAsserted(() -> assertThat(numbers(back)).containsExactly(1, 20));
      }
      String first = changes(socket).get(0).getString("id");
      try (TestSocket back = socket("orders", "?after=" + first)) {
        await().untilAsserted(() -> assertThat(numbers(back)).containsExactly(20));
      }
    }
  }

  @Test
  void pendingChangesComeInFewMessages() {
    String start = position("orders");
    for (int n = 0; n < 200; n++) {
      orders.insertOne(new Document("n", n));
    }
    // all of them, or the rest comes live, in as many messages as reads of MongoDB
    String all = "api/feeds/orders/changes?batch=262144&after=" + start;
    await().until(() -> json(get(all)).getJsonArray("changes").size() == 200);

    try (TestSocket socket = socket("orders", "?after=" + start)) {
      await().untilAsserted(() -> assertThat(numbers(socket)).hasSize(200).isSorted());
      assertThat(socket.messages().size()).isLessThan(20);
    }
  }

  @Test
  void filtersNarrowWhatAReaderGetsOverEveryProtocol() throws Exception {
    String start = position("orders");
    try (TestSocket socket = socket("orders", "?op=delete&after=" + start);
        TestEvents events = events("orders", "?op=delete&key=7&after=" + start)) {
      orders.deleteMany(new Document("_id", new Document("$in", List.of(7, 8))));
      orders.insertMany(List.of(new Document("_id", 7), new Document("_id", 8)));
      orders.deleteOne(new Document("_id", 7));
      orders.deleteOne(new Document("_id", 8));

      await().untilAsserted(() -> assertThat(changes(socket)).hasSize(2));
      await().untilAsserted(() -> assertThat(events.events()).hasSize(1));
      assertThat(events.events().get(0).get("data")).contains("\"documentKey\": {\"_id\": 7}");
      JsonObject answer =
          json(
              get(
                  "api/feeds/orders/changes?op=delete&ns="
                      + DATABASE
                      + ".orders&key=8&after="
                      + start));
      assertThat(answer.getJsonArray("changes")).hasSize(1);
      assertThat(
              json(get("api/feeds/orders/changes?ns=" + DATABASE + ".no&after=" + start))
                  .getJsonArray("changes"))
          .isEmpty();
    }
  }

  @Test
  void serverSentEventsGoOnAfterTheLastId() {
    String last;
    try (TestEvents events = events("orders", "")) {
      await().until(() -> events.lastId() != null);
      orders.insertMany(List.of(new Document("n", 1), new Document("n", 2)));

      await().untilAsserted(() -> assertThat(events.events()).hasSize(2));
      assertThat(events.response().headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
      assertThat(events.events().get(0)).containsEntry("event", "change");
      last = events.events().get(0).get("id");
    }

    try (TestEvents events = TestEvents.connectAfter(last, uri("api/feeds/orders/events"))) {
      orders.insertOne(new Document("n", 3));
      await().untilAsserted(() -> assertThat(events.events()).hasSize(2));
      assertThat(events.events()).extracting(e -> e.get("data")).first().asString().contains("2");
    }
  }

  @Test
  void nobodyGetsGzipIfItIsTurnedOff() {
    orders.insertMany(
        Stream.generate(() -> new Document("long", "x".repeat(500))).limit(5).toList());

    await()
        .untilAsserted(
            () -> {
              HttpResponse<String> answer =
                  new Api(uri(""))
                      .get("api/feeds/orders/changes?from=-1m", "Accept-Encoding", "gzip");
              assertThat(answer.body()).contains("x".repeat(500));
              assertThat(answer.headers().map()).doesNotContainKeys("Content-Encoding", "Vary");
            });
    try (TestEvents events =
        TestEvents.connectWith(uri("api/feeds/orders/events"), null, "Accept-Encoding", "gzip")) {
      await().until(() -> events.idle().contains("hello"));
      assertThat(events.response().headers().map()).doesNotContainKeys("Content-Encoding", "Vary");
    }
  }

  @Test
  void aLastIdIsTakenFromTheHeaderElseFromTheAddressElseFromAfter() throws Exception {
    String start = position("orders");
    orders.insertMany(List.of(new Document("n", 1), new Document("n", 2), new Document("n", 3)));
    await()
        .until(
            () ->
                json(get("api/feeds/orders/changes?after=" + start)).getJsonArray("changes").size()
                    == 3);
    List<String> ids =
        json(get("api/feeds/orders/changes?after=" + start)).getJsonArray("changes").stream()
            .map(change -> change.asJsonObject().getString("id"))
            .toList();
    String first = ids.get(0);
    String second = ids.get(1);

    assertThat(numberAfter(second, "?lastEventId=" + first + "&after=" + start)).isEqualTo("3");
    assertThat(numberAfter(null, "?lastEventId=" + second + "&after=" + start)).isEqualTo("3");
    assertThat(numberAfter("", "?lastEventId=" + second + "&after=" + start)).isEqualTo("3");
    assertThat(numberAfter("", "?lastEventId=&after=" + second)).isEqualTo("3");
    // what is not asked need not make sense
    assertThat(numberAfter(second, "?lastEventId=rubbish&after=rubbish")).isEqualTo("3");
    assertThat(get("api/feeds/orders/events?lastEventId=rubbish").statusCode()).isEqualTo(400);
  }

  /** The number of the one document that is behind what these say. */
  private String numberAfter(String header, String query) {
    try (TestEvents events =
        TestEvents.connectAfter(header, uri("api/feeds/orders/events" + query))) {
      await().untilAsserted(() -> assertThat(events.events()).isNotEmpty());
      return events.events().get(0).get("data").replaceAll(".*\"n\": (\\d+).*", "$1");
    }
  }

  @Test
  void aPollAnswersAtOnceOrWhenThereIsSomething() throws Exception {
    JsonObject nothing = json(get("api/feeds/orders/changes"));
    assertThat(nothing.getJsonArray("changes")).isEmpty();
    String start = nothing.getString("position");

    CompletableFuture<HttpResponse<String>> waiting =
        Http.client()
            .sendAsync(
                HttpRequest.newBuilder(uri("api/feeds/orders/changes?wait=20&after=" + start))
                    .build(),
                BodyHandlers.ofString());
    orders.insertMany(List.of(new Document("n", 1), new Document("n", 2)));

    JsonObject answer = json(waiting.get(30, TimeUnit.SECONDS));
    assertThat(answer.getJsonArray("changes")).isNotEmpty();
    JsonObject rest = json(get("api/feeds/orders/changes?limit=1&after=" + start));
    assertThat(rest.getJsonArray("changes")).hasSize(1);
    JsonObject next =
        json(get("api/feeds/orders/changes?wait=20&after=" + rest.getString("position")));
    assertThat(next.getJsonArray("changes").getJsonObject(0).getJsonObject("change").toString())
        .contains("\"n\":2");
  }

  @Test
  void anInvalidPositionIsRefusedByEveryProtocol() throws Exception {
    // the second is only known to be none once MongoDB was asked, or the log does not reach back
    // so far; it is the beginning of a time
    for (String after : List.of("rubbish", "ODI2QjAxMTI")) {
      assertThat(get("api/feeds/orders/changes?after=" + after).statusCode()).isEqualTo(400);
      try (TestSocket socket = socket("orders", "?after=" + after)) {
        assertThat(socket.closed()).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(1008);
      }
    }
    for (String after : List.of("rubbish", "ODI2QjAxMTI")) {
      HttpResponse<String> refused = get("api/feeds/orders/events?after=" + after);
      assertThat(refused.statusCode()).as(after).isEqualTo(400);
    }
    assertThat(get("api/feeds/orders/changes?limit=0").statusCode()).isEqualTo(400);
    try (TestSocket socket = socket("nobody", "")) {
      assertThat(socket.closed()).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(1008);
    }
  }
}
