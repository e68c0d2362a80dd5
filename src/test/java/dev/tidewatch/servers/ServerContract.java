package dev.tidewatch.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewatch.clients.CompressionChecks;
import dev.tidewatch.clients.EventClients;
import dev.tidewatch.clients.ParameterChecks;
import dev.tidewatch.feed.boundary.management.FeedMXBean;
import dev.tidewatch.testing.OpenApiLint;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.clients.Http;
import dev.tidewatch.testing.clients.Metrics;
import dev.tidewatch.testing.clients.TestSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What holds on every server. Only the two tests that end something have a place, which is last.
 *
 * @param <S> the server
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ServerContract<S extends AppServer> extends SharedServer<S> {

  /** Before the end of the server, after all else. */
  static final int NEARLY_LAST = Integer.MAX_VALUE - 1;

  /** The page's, seven that are set, students' and messages'. */
  static final int FEEDS = 10;

  private static final int LAST = Integer.MAX_VALUE;

  /** The code that a WebSocket is closed with when the server stops. */
  abstract int codeAtStop();

  @Test
  void thePageShowsAChangeAndSaysWhatItWatches() {
    collection().insertOne(new Document("for", "the page"));

    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(get("").body()).contains("for: 'the page'"));
    HttpResponse<String> page = get("");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<div id=\"changes\"", DATABASE + ".test");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("script-src 'self'");
    assertThat(get("api/feeds").headers().firstValue("Content-Security-Policy"))
        .hasValue("default-src 'none'; frame-ancestors 'none'");
  }

  @Test
  void theModulesOfTheClientMayBeImportedByOtherSites() throws IOException {
    assertThat(get("resources/tidewatch/client.js").body()).contains("export function watch(");
    try (Stream<Path> files = Files.list(Path.of("src/main/webapp/resources/tidewatch/client"))) {
      List<Path> modules = files.toList();
      assertThat(modules).hasSizeGreaterThan(3);
      for (Path module : modules) {
        HttpResponse<String> served = get("resources/tidewatch/" + module.getFileName());
        assertThat(served.body()).isEqualTo(Files.readString(module));
        // set by what lets listed origins in
        assertThat(served.headers().allValues("Vary")).as(module.toString()).contains("Origin");
      }
    }
  }

  /** As text, each of these is 50 times as long as its BSON. */
  @Test
  void thePageCutsLongChangesAndSaysWhereTheyAre() {
    List<Object> deep = List.of("x");
    for (int depth = 0; depth < 90; depth++) {
      deep = List.of(deep, "last");
    }
    for (int i = 0; i < 5; i++) {
      collection().insertOne(new Document("n", i).append("deep", Collections.nCopies(500, deep)));
    }

    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(get("").body().split("… cut: ", -1)).hasSize(1 + 5));
    String page = get("").body();
    assertThat(page)
        .hasSizeLessThan(200_000)
        .containsPattern("characters of a change of \\d[\\d,]+ bytes");
    String[] notes = page.split("All of it: GET ", -1);
    for (int i = 0; i < 5; i++) {
      String whole = notes[1 + i].substring(0, notes[1 + i].indexOf('<')).replace("&amp;", "&");
      assertThat(json(get(whole).body()).getJsonArray("changes").getJsonObject(0).toString())
          .contains("\"n\":" + i)
          .hasSizeGreaterThan(400_000);
    }
  }

  @Test
  void theSocketGoesOnWhereItsReaderLeft() {
    String last;
    try (TestSocket socket = socket("socket")) {
      awaitReaders(1);
      collection().insertOne(new Document("n", 1));
      await().atMost(SOON).until(() -> !socket.messages().isEmpty());
      last = socket.messages().get(0).getString("html_id");
    }
    collection().insertOne(new Document("n", 2));

    try (TestSocket socket = socket("socket?after=" + last)) {
      await().atMost(SOON).until(() -> !socket.messages().isEmpty());
      assertThat(socket.messages().get(0).getJsonObject("fullDocument").getInt("n")).isEqualTo(2);
    }
  }

  /** Within half a minute each, at moments of their own: of twenty, the first is soon asked. */
  @Test
  void connectedClientsArePingedAndGetTheirChanges() {
    List<TestSocket> sockets = Stream.generate(() -> socket("socket")).limit(20).toList();
    try {
      awaitReaders(sockets.size());
      await().atMost(SOON).until(() -> sockets.stream().anyMatch(socket -> socket.pings() > 0));
      collection().insertOne(new Document("after", "pings"));

      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(sockets)
                      .allSatisfy(socket -> assertThat(socket.messages()).hasSize(1)));
    } finally {
      sockets.forEach(TestSocket::close);
    }
  }

  @Test
  void everyFeedThatIsSetIsWatchedAndReadInEachProtocol() {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(json(get("api/feeds").body()).getJsonArray("feeds"))
                    .hasSize(FEEDS)
                    .allSatisfy(
                        f -> assertThat(f.asJsonObject().getString("state")).isEqualTo("live")));
    String position = json(get("api/feeds/g").body()).getString("position");
    try (TestSocket socket = TestSocket.connectWith("tidewatch.v1", webSocket("feeds/g"))) {
      await().atMost(SOON).until(() -> !socket.messages().isEmpty());
      collection("g").insertOne(new Document("n", 7));
      await().atMost(SOON).until(() -> socket.texts("type").contains("changes"));
    }
    assertThat(get("api/feeds/g/changes?limit=1&wait=5&after=" + position).body())
        .contains("\"n\": 7");
    assertThat(firstEvent("api/feeds/g/events?after=" + position)).contains("\"n\": 7");
    assertThat(get("api/feeds/none").statusCode()).isEqualTo(404);
  }

  @Test
  void eventClientsOfMavenThatAreCutLoseNothing() {
    EventClients.javaClientsLoseNothing(server().base(), collection());
  }

  @Test
  void eventClientsOfNpmThatAreCutLoseNothing() {
    EventClients.npmClientsLoseNothing(server().base(), collection());
  }

  @Test
  void readersAskForKeysByTheirValue() {
    parameters().keysAreComparedByValue();
  }

  @Test
  void invalidParametersAreRefused() {
    parameters().whatMakesNoSenseIsRefused();
  }

  @Test
  void readersThatAreRefusedHarmNoOtherRequest() throws Exception {
    for (int i = 0; i < 100; i++) {
      try (TestSocket refused = socket("socket?after=rubbish")) {
        assertThat(refused.closed().get(30, TimeUnit.SECONDS)).isEqualTo(1008);
      }
      // two, so that objects of the server's that were given back twice would be shared
      CompletableFuture<Integer> one = status("api/feeds");
      CompletableFuture<Integer> other = status("api/metrics");
      assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(200);
      assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo(200);
    }
  }

  private CompletableFuture<Integer> status(String path) {
    return Http.client()
        .sendAsync(
            HttpRequest.newBuilder(server().base().resolve(path)).build(),
            HttpResponse.BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }

  @Test
  void inCanonicalJsonNumbersStayExact() {
    parameters().canonicalNumbersStayExact();
  }

  @Test
  void messagesAreNoLargerThanTheirReadersTake() {
    parameters().messagesAreBounded();
    parameters().aClientThatTakesLittleIsCountedAndHelped();
  }

  @Test
  void clientsThatAskForGzipGetItAndNothingLater() throws Exception {
    new CompressionChecks(server().base(), collection()).clientsGetWhatTheyAskFor();
  }

  @Test
  void aWebSocketGetsDocumentsThenChangesAndAResetAfterADrop() {
    documents("e", 3).aWebSocketGetsDocumentsThenChangesAndAResetAfterADrop();
  }

  @Test
  void serverSentEventsGetDocumentsThenChanges() {
    documents("f", 3).serverSentEventsGetDocumentsThenChanges();
  }

  @Test
  void pagesOfDocumentsAreOfOneMomentAndTheirPositionGoesOn() {
    documents("g", 3).pagesAreOfOneMomentAndTheirPositionGoesOn();
  }

  @Test
  void moreDocumentsThanAReaderIsSentAreRefused() {
    documents("d", DocumentChecks.MOST + 1).tooManyAreRefusedAndFewerAreNot();
  }

  private DocumentChecks documents(String feed, int count) {
    return new DocumentChecks(server().base(), feed, collection(feed)).of(count);
  }

  private ParameterChecks parameters() {
    return new ParameterChecks(server().base(), collection());
  }

  @Test
  void aStudentIsStoredFoundAndForgotten() {
    Api api = new Api(server().base());

    HttpResponse<String> created =
        api.json("POST", "api/students", "{\"name\":\"Zoë\",\"n\":1.12345678901234567890}");

    assertThat(created.statusCode()).isEqualTo(201);
    String path = "api/students/" + json(created.body()).getString("_id");
    referencesAreRelative(api, created);
    assertThat(get(path).body()).contains("\"Zoë\"", "1.1234567890123456789");
    assertThat(api.send("DELETE", path).statusCode()).isEqualTo(204);
    assertThat(get(path).statusCode()).isEqualTo(404);
    assertThat(api.json("POST", "api/students", "{").headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
  }

  /** A proxy that ends TLS or cuts a prefix off leaves them right. */
  private void referencesAreRelative(Api api, HttpResponse<String> created) {
    String id = json(created.body()).getString("_id");
    assertThat(created.headers().firstValue("Location")).hasValue("students/" + id);
    HttpResponse<String> other = api.json("POST", "api/students/", "{\"_id\":\"x/y\"}");
    String reference = other.headers().firstValue("Location").orElseThrow();
    assertThat(reference).doesNotStartWith("/").doesNotContain("://");
    assertThat(api.send("GET", URI.create("api/students/").resolve(reference).toString()).body())
        .isEqualTo(other.body());
    HttpResponse<String> list = get("api/students?limit=1");
    String next = list.headers().firstValue("Link").orElseThrow();
    assertThat(next).matches("<\\?limit=1&after=[^>]+>; rel=\"next\"");
    assertThat(json(get("api/students" + next.substring(1, next.indexOf('>'))).body()))
        .isNotEqualTo(json(list.body()));
    assertThat(
            api.send("DELETE", "api/students/" + json(other.body()).getString("_id")).statusCode())
        .isEqualTo(204);
  }

  @Test
  void aMessageIsTakenAndShownAsText() {
    Api api = new Api(server().base());

    HttpResponse<String> created = api.json("POST", "api/messages", "{\"msg\":\"<b>tide</b> ☂\"}");

    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(get("messages").body()).contains("&lt;b&gt;tide&lt;/b&gt; ☂"));
    assertThat(get("compose").body()).contains("<form");
  }

  @Test
  void healthMetricsAndTheDescriptionOfTheApiAreThere() {
    awaitHealth(200);
    assertThat(health().body()).contains("changes.state", "live");
    Metrics metrics = Metrics.parse(get("api/metrics").body());
    assertThat(metrics.get("tidewatch_watch_state", "feed", "changes", "state", "live")).isOne();
    assertThat(get("openapi").body()).contains("/students");
  }

  @Test
  void theDescriptionOfTheApiHasNoErrorAndNoWarning() throws Exception {
    HttpResponse<String> description =
        Http.client()
            .send(
                HttpRequest.newBuilder(server().base().resolve("/openapi"))
                    .header("Accept", "application/json")
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    OpenApiLint.check(json(description.body()));
  }

  @Test
  void theDescriptionOfTheWebSocketsAndTheSchemasAreServedAsTheyAre() throws Exception {
    for (String path : List.of("asyncapi.yaml", "schemas/tidewatch.v1.json")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .as(path)
          .startsWith(path.endsWith(".json") ? "application/json" : "application/yaml");
      assertThat(answer.body())
          .as(path)
          .isEqualTo(Files.readString(Path.of("src/main/webapp").resolve(path)));
    }
  }

  @Test
  void aFeedIsPausedAndResumedOverJmxAndReportsIt() {
    try (ServerJvm jvm = ServerJvm.of(server().mark())) {
      FeedMXBean feed = jvm.feed("changes", FeedMXBean.class);
      assertThat(feed.getState()).isEqualTo("live");
      assertThat(feed.getNamespace()).isEqualTo(DATABASE + ".test");

      feed.pause();
      awaitState("paused");
      String position = feed.getPosition();
      long changes = feed.getChanges();
      collection().insertOne(new Document("while", "paused"));
      awaitHealth(503);
      assertThat(health().body()).contains("paused");
      assertThat(get("").statusCode()).isEqualTo(503);
      assertThat(get("").body()).contains("was paused over JMX");
      assertThat(feed.getChanges()).isEqualTo(changes);
      assertThat(feed.getPosition()).isEqualTo(position);

      feed.resume();
      awaitLive();
      await().atMost(SOON).until(() -> feed.getChanges() == changes + 1);
      awaitHealth(200);
    }
  }

  @Test
  @Order(LAST)
  void itStopsSoonAndTellsItsReaders() throws Exception {
    try (TestSocket socket = socket("socket")) {
      awaitReaders(1);
      server().stop();
      assertThat(socket.closed().get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(codeAtStop());
    }
  }

  private String firstEvent(String path) {
    try (var lines =
        Http.client()
            .send(
                java.net.http.HttpRequest.newBuilder(server().base().resolve(path)).build(),
                HttpResponse.BodyHandlers.ofLines())
            .body()) {
      return lines.filter(line -> line.startsWith("data: {\"")).findFirst().orElseThrow();
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
