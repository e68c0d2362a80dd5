package dev.tidewatch.feed.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidewatch.development.FreePorts;
import dev.tidewatch.testing.Browser;
import dev.tidewatch.testing.RunScript;
import dev.tidewatch.testing.TestMongo;
import java.io.IOException;
import java.net.InetSocketAddress;
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
import org.junit.jupiter.api.Test;

/** The client module in a real browser, before a server that is started and killed as any other. */
class ClientBrowserIT {

  private static final String DB = "client_browser_it";
  private static final int PORT = FreePorts.any();
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int MAX_SESSIONS = 4;
  private static final int SITE = FreePorts.any();
  private static final String LISTED = "http://127.0.0.1:" + SITE;
  private static final String UNLISTED = "http://localhost:" + SITE;

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

  private static RunScript server;
  private static HttpServer site;
  private static Browser browser;
  private static MongoClient client;
  private static MongoCollection<Document> orders;

  private Page page;

  @BeforeAll
  static void start() throws IOException {
    site = HttpServer.create(new InetSocketAddress("127.0.0.1", SITE), 0);
    site.createContext("/", ClientBrowserIT::answer);
    site.start();
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
    site.stop(0);
  }

  @BeforeEach
  void open() {
    page = browser.page(400, 300);
    // of the same policy as the page, but without its connection
    page.navigate(server.base() + "resources/tidewatch/mark.svg");
  }

  @AfterEach
  void close() {
    page.close();
  }

  @Test
  void overAKilledServerEveryChangeComesOnceAndInOrder() {
    watch(Map.of());
    waitForPhase("open");
    insert(0, 100);
    await().atMost(SOON).untilAsserted(() -> assertThat(numbers()).hasSize(100));

    server.crash();
    waitForPhase("waiting");
    insert(100, 200);
    server = startServer();
    insert(200, 300);

    awaitNumbers(300);
  }

  @Test
  void overConnectionsThatBreakUnderLoadEveryChangeComesOnceAndInOrder() {
    watch(Map.of());
    waitForPhase("open");
    page.evaluate(
        """
        const breaking = setInterval(() => {
          if (told.sockets.length > 30) {
            clearInterval(breaking);
          } else if (feed.state.phase === 'waiting') {
            feed.renew(); // the pause before it is for a server in trouble
          } else if (feed.state.phase === 'open') {
            told.sockets.length % 2 ? told.sockets.at(-1).close() : feed.renew();
          }
        }, 20);
        """);

    int inserted = 0;
    while (page.evaluate("told.sockets.length > 30").equals(false)) {
      insert(inserted, inserted += 20);
    }

    awaitNumbers(inserted);
  }

  @Test
  void anIterationGetsEveryChangeAndCanBeLeft() {
    page.evaluate(
        """
        async (module) => {
          const { watch } = await import(module);
          window.feed = watch({ feed: 'orders', key: [1, 2, 3], op: 'insert' });
          window.seen = [];
          (async () => {
            for await (const { change } of feed) {
              seen.push(change.documentKey._id);
              if (seen.length === 2) {
                break;
              }
            }
          })();
        }
        """,
        module());
    waitForPhase("open");

    orders.insertMany(IntStream.range(0, 4).mapToObj(n -> new Document("_id", n)).toList());

    waitForPhase("closed");
    assertThat(page.evaluate("seen")).isEqualTo(List.of(1, 2));
    orders.deleteMany(new Document());
  }

  @Test
  void filtersNarrowWhatComesAndAHeartbeatMovesThePositionOverTheRest() {
    watch(Map.of("op", List.of("drop", "delete"), "ns", DB + ".orders"));
    waitForPhase("open");
    Object greeted = page.evaluate("feed.position");

    orders.insertOne(new Document("_id", "filtered").append("n", 1));
    await().atMost(SOON).until(() -> !page.evaluate("feed.position").equals(greeted));
    assertThat(numbers()).isEmpty();

    orders.deleteOne(new Document("_id", "filtered"));
    await().atMost(SOON).untilAsserted(() -> assertThat(numbers()).isEqualTo(List.of("delete")));
  }

  @Test
  void aFeedThatIsNotThereAndAPositionThatIsNoneAreRefusedForGood() {
    watch(Map.of("feed", "nobody"));
    waitForPhase("refused");
    assertThat(page.evaluate("feed.state.code + ': ' + feed.state.reason"))
        .isEqualTo("1008: there is no feed of that name");

    watch(Map.of("after", "rubbish"));
    waitForPhase("refused");
    assertThat(page.evaluate("feed.state.reason")).asString().contains("connect without it");
    assertThat(page.evaluate("feed.renew(), told.sockets.length")).isEqualTo(1);
  }

  @Test
  void whoIsOneTooManyWaitsAndGetsInOnceThereIsRoom() {
    page.evaluate(
        """
        async ([module, number]) => {
          const { watch } = await import(module);
          window.others = Array.from({ length: number }, () => watch({ feed: 'orders', onChange() {} }));
        }
        """,
        List.of(module(), MAX_SESSIONS));
    await()
        .atMost(SOON)
        .until(
            () ->
                page.evaluate("others.every(({ state }) => state.phase === 'open')").equals(true));

    watch(Map.of());
    waitForPhase("waiting");
    assertThat(page.evaluate("feed.state.code")).isEqualTo(1013);
    page.evaluate("others.forEach((other) => other.close())");

    waitForPhase("open");
  }

  @Test
  void aPageOfAListedOriginMayLoadAndUseIt() {
    page.navigate(LISTED);

    watch(Map.of());
    waitForPhase("open");
    insert(0, 3);

    awaitNumbers(3);
  }

  @Test
  void aPageOfAnotherOriginMayNotEvenLoadIt() {
    page.navigate(UNLISTED);

    assertThatThrownBy(() -> watch(Map.of())).hasMessageContaining("dynamically imported module");
  }

  /** A page of another site, with nothing on it. */
  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/html");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static RunScript startServer() {
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

  private void watch(Map<String, Object> options) {
    var all = new HashMap<String, Object>(options);
    all.put("module", module());
    page.evaluate(WATCH, all);
  }

  private static String module() {
    return server.base() + "resources/tidewatch/client.js";
  }

  private void waitForPhase(String phase) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(page.evaluate("feed.state.phase")).isEqualTo(phase));
  }

  private List<?> numbers() {
    return (List<?>) page.evaluate("told.numbers");
  }

  private void awaitNumbers(int end) {
    List<Integer> expected = IntStream.range(0, end).boxed().toList();
    await().atMost(SOON).untilAsserted(() -> assertThat(numbers()).isEqualTo(expected));
  }

  private static void insert(int from, int end) {
    IntStream.range(from, end).forEach(n -> orders.insertOne(new Document("n", n)));
  }
}
