package dev.tidewatch.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.clients.Metrics;
import dev.tidewatch.testing.clients.TestEvents;
import dev.tidewatch.testing.clients.TestSocket;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.types.Decimal128;

/** What readers may ask for, of the feed {@code changes} of a server, over every protocol. */
public final class ParameterChecks {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int MANY = 300;
  private static final String PROBLEM = "application/problem+json";

  private final URI base;
  private final MongoCollection<Document> collection;

  /**
   * Of a server.
   *
   * @param collection what the feed watches
   */
  public ParameterChecks(URI base, MongoCollection<Document> collection) {
    this.base = base;
    this.collection = collection;
  }

  /** {@code key} as MongoDB compares. */
  public void keysAreComparedByValue() {
    Map<Object, String> keys = new LinkedHashMap<>();
    keys.put(1.7e12, "1700000000000");
    keys.put(5L, "5.0");
    keys.put(Decimal128.parse("7.50"), "{\"$numberDouble\":\"7.5\"}");
    keys.put(new Document("a", 1).append("b", "ü"), "{ \"a\":1.0,\"b\" : \"ü\"}");
    keys.put(new Date(1_700_000_000_000L), "{\"$date\":\"2023-11-14T22:13:20Z\"}");
    keys.put("a,b&c=d", "a,b&c=d");
    collection.deleteMany(new Document("_id", new Document("$in", List.copyOf(keys.keySet()))));
    String start = position();
    List<Object> ids = List.copyOf(keys.keySet());
    ids.forEach(id -> collection.insertOne(new Document("_id", id).append("n", ids.indexOf(id))));

    keys.forEach((id, key) -> getsOnly(start, "&op=insert&key=" + encode(key), ids.indexOf(id)));
  }

  /** What comes after a position with these filters is the one document, over each protocol. */
  public void getsOnly(String after, String filters, int number) {
    String query = "?after=" + after + filters;
    await(filters)
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(numbers(changes(json(get("api/feeds/changes/changes" + query)))))
                    .containsExactly(number));
    try (TestSocket socket = socket("feeds/changes" + query);
        TestSocket page = TestSocket.connect(webSocket("socket" + query));
        TestEvents events = TestEvents.connect(base.resolve("api/feeds/changes/events" + query))) {
      await(filters)
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(numbers(socket.messages().stream().flatMap(ParameterChecks::changes)))
                    .containsExactly(number);
                assertThat(numbers(page.messages().stream())).containsExactly(number);
                assertThat(numbers(events.events().stream().map(e -> read(e.get("data")))))
                    .containsExactly(number);
              });
    }
  }

  /** What makes no sense is 400 or 1008, and the parameter is named. */
  public void whatMakesNoSenseIsRefused() {
    pollsTakeWholeNumbers();
    eventsTakeHead();
    Map<String, String> bad =
        Map.ofEntries(
            Map.entry("op=insrt", "op"),
            Map.entry("op=insert,Delete", "op"),
            Map.entry("key=%7B", "key"),
            Map.entry("key=%7B%22%24oid%22:%22x%22%7D", "key"),
            Map.entry("ns=%22a.b", "ns"),
            Map.entry("changed=a..b", "changed"),
            Map.entry("changed=%22a", "changed"),
            Map.entry("text=a&text=b", "text"),
            Map.entry("text=" + "x".repeat(101), "text"),
            Map.entry("where=open", "where"),
            Map.entry("where=" + encode("{\"a\":{\"$regex\":\"x\"}}"), "where"),
            // the feed has no images
            Map.entry("where=" + encode("{\"status\":\"open\"}"), "where"),
            Map.entry("where=%7B%22_id%22:1%7D&where=%7B%22_id%22:2%7D", "where"),
            Map.entry("from=yesterday", "from"),
            Map.entry("from=2026-11-27T14:05:00", "from"),
            Map.entry("from=2100-01-01T00:00:00Z", "from"),
            Map.entry("from=-1m&from=-2m", "from"),
            Map.entry("from=-1m&after=ODI2QjAxMTI", "from"),
            Map.entry("json=exact", "json"),
            Map.entry("json=relaxed&json=canonical", "json"),
            Map.entry("batch=1023", "batch"),
            Map.entry("batch=262145", "batch"),
            Map.entry("batch=8k", "batch"));
    bad.forEach(
        (query, parameter) -> {
          for (String path : List.of("api/feeds/changes/changes?", "api/feeds/changes/events?")) {
            HttpResponse<String> answer = get(path + query);
            assertThat(answer.statusCode()).as(path + query).isEqualTo(400);
            assertThat(answer.body()).as(path + query).contains("parameter " + parameter);
            assertThat(answer.headers().firstValue("Content-Type"))
                .as(path + query)
                .hasValueSatisfying(type -> assertThat(type).startsWith(PROBLEM));
            if (parameter.equals("op")) {
              assertThat(answer.body()).contains("insert, update, replace, delete, drop, ");
            }
          }
          for (String path : List.of("socket?", "feeds/changes?")) {
            try (TestSocket socket = TestSocket.connect(webSocket(path + query))) {
              assertThat(socket.closed())
                  .as(path + query)
                  .succeedsWithin(SOON.toSeconds(), TimeUnit.SECONDS)
                  .isEqualTo(1008);
              assertThat(socket.reason()).as(path + query).contains(parameter);
            }
          }
        });
  }

  private void pollsTakeWholeNumbers() {
    for (String query :
        List.of(
            "limit=a",
            "limit=0",
            "limit=257",
            "limit=%2B1",
            "limit=1.0",
            "limit=%D9%A1",
            "wait=1e9",
            "wait=-1",
            "wait=61",
            "wait=99999999999999999999",
            "wait=0x1")) {
      HttpResponse<String> answer = get("api/feeds/changes/changes?" + query);
      assertThat(answer.statusCode()).as(query).isEqualTo(400);
      assertThat(answer.body())
          .as(query)
          .contains("The parameter " + query.split("=")[0] + " is ", "must be a whole number from");
    }
    assertThat(get("api/feeds/changes/changes?limit=007&wait=0").statusCode()).isEqualTo(200);
  }

  private void eventsTakeHead() {
    HttpResponse<String> head = new Api(base).send("HEAD", "api/feeds/changes/events");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
    assertThat(new Api(base).send("HEAD", "api/feeds/changes/events?batch=x").statusCode())
        .isEqualTo(400);
    assertThat(new Api(base).send("HEAD", "api/feeds/none/events").statusCode()).isEqualTo(404);
  }

  /** {@code json=canonical}: what a client reads from it is the document that was written. */
  public void canonicalNumbersStayExact() {
    BsonDocument written =
        BsonDocument.parse(
            "{_id: 'canonical', i: 1, l: {$numberLong: '9007199254740993'}, d: 1.0, z: -0.0,"
                + " e: {$numberDecimal: '1.10'}, t: {$date: {$numberLong: '-1'}}, a: [1, 2.5]}");
    collection.deleteMany(new Document("_id", "canonical"));
    String query = "?json=canonical&op=insert&after=" + position();
    collection.withDocumentClass(BsonDocument.class).insertOne(written);

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(documents(changes(json(get("api/feeds/changes/changes" + query)))))
                    .containsExactly(written));
    try (TestSocket socket = socket("feeds/changes" + query);
        TestEvents events = TestEvents.connect(base.resolve("api/feeds/changes/events" + query))) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(documents(socket.messages().stream().flatMap(ParameterChecks::changes)))
                    .containsExactly(written);
                assertThat(documents(events.events().stream().map(e -> read(e.get("data")))))
                    .containsExactly(written);
              });
    }
    try (TestSocket page = TestSocket.connect(webSocket("socket?json=canonical"))) {
      assertThat(page.closed()).succeedsWithin(SOON.toSeconds(), TimeUnit.SECONDS).isEqualTo(1008);
      assertThat(page.reason()).contains("json");
    }
  }

  private static List<BsonDocument> documents(Stream<JsonObject> changes) {
    return changes
        .map(change -> BsonDocument.parse(change.getJsonObject("fullDocument").toString()))
        .toList();
  }

  /** Many small changes come in messages that are bounded, and a larger one alone. */
  public void messagesAreBounded() {
    String start = writeMany();
    collection.insertOne(new Document("n", MANY).append("text", "x".repeat(20_000)));
    collection.insertOne(new Document("n", MANY + 1));
    List<Integer> all = IntStream.rangeClosed(0, MANY + 1).boxed().toList();

    try (TestSocket usual = socket("feeds/changes?after=" + start);
        TestSocket small = socket("feeds/changes?batch=8192&after=" + start);
        TestEvents events =
            TestEvents.connect(
                base.resolve("api/feeds/changes/events?batch=1024&after=" + start))) {
      await().atMost(SOON).untilAsserted(() -> assertThat(received(usual)).isEqualTo(all));
      await().atMost(SOON).untilAsserted(() -> assertThat(received(small)).isEqualTo(all));
      await().atMost(SOON).until(() -> events.events().size() == all.size());
      assertThat(usual.largest()).isBetween(20_000, 65_536);
      List<JsonObject> messages =
          small.messages().stream().filter(m -> m.containsKey("changes")).toList();
      assertThat(messages).hasSizeLessThan(MANY / 2);
      assertThat(messages)
          .filteredOn(message -> message.getJsonArray("changes").size() > 1)
          .allSatisfy(
              message ->
                  assertThat(message.toString().getBytes(StandardCharsets.UTF_8).length)
                      .isLessThanOrEqualTo(8192));
    }
    polled(start, all);
  }

  private void polled(String start, List<Integer> all) {
    List<Integer> polled = new java.util.ArrayList<>();
    String position = start;
    while (polled.size() < all.size()) {
      String answer = get("api/feeds/changes/changes?batch=8192&after=" + position).body();
      List<Integer> numbers = numbers(changes(read(answer)));
      assertThat(numbers).isNotEmpty();
      assertThat(answer.getBytes(StandardCharsets.UTF_8).length)
          .isLessThanOrEqualTo(numbers.size() == 1 ? 65_536 : 8192);
      polled.addAll(numbers);
      position = read(answer).getString("position");
    }
    assertThat(polled).isEqualTo(all);
  }

  /** Tomcat's client is counted when it closes with 1009, and has no reason to with a bound. */
  public void aClientThatTakesLittleIsCountedAndHelped() {
    double before = refused();
    String start = writeMany();

    try (TomcatSocket client = new TomcatSocket(webSocket("feeds/changes?after=" + start))) {
      assertThat(client.closed())
          .succeedsWithin(SOON.toSeconds(), TimeUnit.SECONDS)
          .isEqualTo(1009);
    }
    await().atMost(SOON).until(() -> refused() == before + 1);
    try (TomcatSocket client =
        new TomcatSocket(webSocket("feeds/changes?batch=8192&after=" + start))) {
      await().atMost(SOON).until(() -> client.changes() == MANY);
      assertThat(client.closed()).isNotDone();
    }
    assertThat(refused()).isEqualTo(before + 1);
  }

  private double refused() {
    return Metrics.parse(get("api/metrics").body())
        .get("tidewatch_refused_messages_total", "feed", "changes", "protocol", "websocket");
  }

  private String writeMany() {
    String start = position();
    collection.insertMany(
        IntStream.range(0, MANY)
            .mapToObj(n -> new Document("n", n).append("text", "y".repeat(200)))
            .toList());
    await()
        .atMost(SOON)
        .until(() -> !json(get("api/feeds/changes")).getString("position").equals(start));
    return start;
  }

  private static List<Integer> received(TestSocket socket) {
    return numbers(socket.messages().stream().flatMap(ParameterChecks::changes));
  }

  private static Stream<JsonObject> changes(JsonObject message) {
    return message.containsKey("changes")
        ? message.getJsonArray("changes").getValuesAs(JsonObject.class).stream()
            .map(item -> item.getJsonObject("change"))
        : Stream.of();
  }

  private static List<Integer> numbers(Stream<JsonObject> changes) {
    return changes.map(change -> change.getJsonObject("fullDocument").getInt("n")).toList();
  }

  /** Where the watch stands now. */
  public String position() {
    return json(get("api/feeds/changes")).getString("position");
  }

  /** As a parameter's value. */
  public static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> get(String path) {
    return new Api(base).send("GET", path);
  }

  private TestSocket socket(String path) {
    return TestSocket.connectWith("tidewatch.v1", webSocket(path));
  }

  private URI webSocket(String path) {
    return URI.create("ws" + base.toString().substring("http".length()) + path);
  }

  private static JsonObject json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return read(answer.body());
  }

  private static JsonObject read(String json) {
    try (var reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }
}
