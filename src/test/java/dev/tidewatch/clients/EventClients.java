package dev.tidewatch.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.network.StallingRelay;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bson.Document;

/**
 * Clients that are cut before their first change, while others write 20, and come back by
 * themselves. Each is owed the 20, once and in order, and so has to have kept the id of its
 * greeting or of a heartbeat.
 */
public final class EventClients {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int WRITTEN = 20;

  private EventClients() {}

  /** Those of Maven Central. */
  public static void javaClientsLoseNothing(URI base, MongoCollection<Document> collection) {
    loseNothing(
        base,
        collection,
        Map.of("okhttp-sse", OkHttpEvents::new, "okhttp-eventsource", LaunchDarklyEvents::new));
  }

  /** Those of npm; the test is skipped where there is no npm. */
  public static void npmClientsLoseNothing(URI base, MongoCollection<Document> collection) {
    assumeTrue(NodeEvents.isAvailable(), "needs node and npm on the PATH for npm's event clients");
    NodeEvents.install();
    Map<String, Function<URI, EventClient>> kinds = new LinkedHashMap<>();
    NodeEvents.PACKAGES.forEach(name -> kinds.put(name, uri -> new NodeEvents(name, uri)));
    loseNothing(base, collection, kinds);
  }

  /** A browser's own; the page is closed after it. */
  public static void aBrowserLosesNothing(
      URI base, MongoCollection<Document> collection, Page page) {
    loseNothing(base, collection, Map.of("browser", uri -> new BrowserEvents(page, uri)));
  }

  private static void loseNothing(
      URI base,
      MongoCollection<Document> collection,
      Map<String, Function<URI, EventClient>> kinds) {
    String start =
        read(new Api(base).send("GET", "api/feeds/changes").body()).getString("position");
    Map<String, EventClient> clients = new LinkedHashMap<>();
    try (StallingRelay relay = StallingRelay.before(base.getHost(), base.getPort())) {
      URI events = URI.create("http://127.0.0.1:" + relay.port() + "/api/feeds/changes/events");
      kinds.forEach((name, connect) -> clients.put(name, connect.apply(events)));
      clients.forEach(
          (name, client) ->
              await(name)
                  .pollInSameThread()
                  .atMost(SOON)
                  .until(() -> !client.events("heartbeat").isEmpty()));

      relay.cut();
      write(collection, 1, WRITTEN);
      await()
          .atMost(SOON)
          .until(
              () ->
                  read(new Api(base).send("GET", "api/feeds/changes/changes?after=" + start).body())
                          .getJsonArray("changes")
                          .size()
                      >= WRITTEN);
      relay.release();
      // a last one, after which nothing that is sent twice can still come
      clients.forEach(
          (name, client) ->
              await(name)
                  .pollInSameThread()
                  .atMost(SOON)
                  .until(() -> numbers(client).contains(WRITTEN)));
      write(collection, WRITTEN + 1, WRITTEN + 1);

      List<Integer> all = IntStream.rangeClosed(1, WRITTEN + 1).boxed().toList();
      clients.forEach(
          (name, client) -> {
            await(name)
                .pollInSameThread()
                .atMost(SOON)
                .until(() -> numbers(client).contains(WRITTEN + 1));
            assertThat(numbers(client)).as(name).isEqualTo(all);
            assertThat(client.events("message")).as("without a name, to " + name).isEmpty();
            assertThat(client.events()).as(name).allMatch(event -> !event.data().isEmpty());
          });
    } finally {
      clients.values().forEach(EventClient::close);
    }
  }

  private static void write(MongoCollection<Document> collection, int first, int last) {
    IntStream.rangeClosed(first, last)
        .forEach(number -> collection.insertOne(new Document("whileCut", number)));
  }

  private static List<Integer> numbers(EventClient client) {
    return client.events("change").stream()
        .map(event -> read(event.data()).getJsonObject("fullDocument"))
        .filter(document -> document != null && document.containsKey("whileCut"))
        .map(document -> document.getInt("whileCut"))
        .toList();
  }

  private static JsonObject read(String json) {
    try (var reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }
}
