package dev.tidewatch.feed.boundary.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.development.FreePorts;
import dev.tidewatch.testing.RunScript;
import dev.tidewatch.testing.clients.Browser;
import dev.tidewatch.testing.mongo.TestMongo;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A page that can load the client module, the server it comes from, and another site. */
abstract class ClientInBrowser {

  static final String DB = "client_browser_it";
  static final Duration SOON = Duration.ofSeconds(60);
  static final int MAX_SESSIONS = 4;

  private static final int PORT = FreePorts.any();
  private static final int SITE = FreePorts.any();

  /** The other site, by the origin that the server lists. */
  static final String LISTED = "http://127.0.0.1:" + SITE;

  /** The same, by one that it does not list. */
  static final String UNLISTED = "http://localhost:" + SITE;

  /** Watches, and keeps in the page what it is told and the connections that it makes. */
  private static final String WATCH =
      """
      async (options) => {
        const { watch } = await import(options.module);
        const numbers = [], states = [], sockets = [];
        class Socket extends WebSocket {
          constructor(...how) {
            super(...how);
            sockets.push(this);
          }
        }
        window.told = { numbers, states, sockets };
        window.feed = watch({
          feed: 'orders',
          ...options,
          WebSocket: Socket,
          onChange: ({ operationType, fullDocument }) => numbers.push(fullDocument?.n ?? operationType),
          onState: (state) => states.push(state),
        });
      }
      """;

  static RunScript server;
  static MongoCollection<Document> orders;

  private static EmptySite site;
  private static Browser browser;
  private static MongoClient client;

  Page page;

  @BeforeAll
  static void start() throws IOException {
    site = new EmptySite(SITE);
    browser = Browser.start();
    client = MongoClients.create(TestMongo.uri());
    orders = client.getDatabase(DB).getCollection("orders");
    // last: what fails before it leaves no server behind
    server = startServer();
  }

  @AfterAll
  static void stop() {
    client.close();
    browser.close();
    server.close();
    site.close();
  }

  @BeforeEach
  void open() {
    page = browser.page(400, 300);
    // of the same policy as the page, but without its connection
    page.navigate(server.base() + "resources/tidewatch/shared/mark.svg");
  }

  @AfterEach
  void close() {
    page.close();
  }

  static RunScript startServer() {
    Map<String, String> settings =
        Map.of(
            "TIDEWATCH_FEEDS",
            "orders",
            "TIDEWATCH_FEED_ORDERS_NS",
            DB + ".orders",
            "TIDEWATCH_SESSIONS_MAX",
            "" + MAX_SESSIONS,
            "TIDEWATCH_ORIGINS",
            LISTED);
    return RunScript.start(PORT, settings, "--mongo", TestMongo.uri(), "--ns", DB + ".test")
        .ready();
  }

  void watch(Map<String, Object> options) {
    var all = new HashMap<String, Object>(options);
    all.put("module", module());
    page.evaluate(WATCH, all);
  }

  static String module() {
    return server.base() + "resources/tidewatch/client.js";
  }

  void waitForPhase(String phase) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(page.evaluate("feed.state.phase")).isEqualTo(phase));
  }

  List<?> numbers() {
    return (List<?>) page.evaluate("told.numbers");
  }

  void awaitNumbers(int end) {
    List<Integer> expected = IntStream.range(0, end).boxed().toList();
    await().atMost(SOON).untilAsserted(() -> assertThat(numbers()).isEqualTo(expected));
  }

  static void insert(int from, int end) {
    IntStream.range(from, end).forEach(n -> orders.insertOne(new Document("n", n)));
  }
}
