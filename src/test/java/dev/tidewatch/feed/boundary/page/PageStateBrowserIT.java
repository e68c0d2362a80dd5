package dev.tidewatch.feed.boundary.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.development.FreePorts;
import dev.tidewatch.testing.RunScript;
import dev.tidewatch.testing.clients.Browser;
import dev.tidewatch.testing.mongo.TestMongo;
import dev.tidewatch.testing.network.SocksRelay;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page says of the feed is what the API says, whatever happens to either. */
class PageStateBrowserIT {

  private static final String DB = "page_state_it";
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration SECONDS = Duration.ofSeconds(3);

  private static SocksRelay relay;
  private static RunScript server;
  private static Browser browser;
  private static MongoClient client;
  private static MongoCollection<Document> collection;
  private static int number;

  private final Gate gate = new Gate();
  private Page page;

  @BeforeAll
  static void start() {
    browser = Browser.start();
    client = MongoClients.create(TestMongo.uri());
    collection = client.getDatabase(DB).getCollection("test");
    relay = SocksRelay.start();
    server =
        RunScript.start(
                FreePorts.any(),
                Map.of(),
                "--mongo",
                relay.through(TestMongo.uri()),
                "--ns",
                DB + ".test")
            .ready();
    PlaywrightAssertions.setDefaultAssertionTimeout(SOON.toMillis());
  }

  @AfterAll
  static void stop() {
    server.close();
    relay.close();
    client.close();
    browser.close();
  }

  @BeforeEach
  void open() {
    page = browser.page(1400, 900);
    page.routeWebSocket(Pattern.compile("/socket"), gate::route);
    page.navigate(server.base().toString());
    page.evaluate(
        """
        () => {
          window.said = { total: [], readers: [] };
          for (const id of Object.keys(said)) {
            const tell = () => said[id].push(document.getElementById(id).textContent.replaceAll(',', ''));
            new MutationObserver(tell).observe(document.getElementById(id), { childList: true });
            tell();
          }
        }""");
    waitForState("live");
  }

  @AfterEach
  void close() {
    page.close();
  }

  @Test
  void aPageThatIsBehindSaysHowFarAndNoRateOfNow() {
    insert(3);
    awaitLast(number);
    gate.hold();
    Instant held = Instant.now();
    gate.disconnect();
    await().atMost(SOON).until(() -> later(held, SECONDS));
    insert(5);

    waitForState("catching-up");
    PlaywrightAssertions.assertThat(page.locator("#state"))
        .containsText(Pattern.compile("Catching up · \\d+ s behind"));
    assertThat(page.evaluate(NEWEST)).isNotEqualTo(api().getString("newest"));
    long most = Duration.between(held, Instant.now()).toSeconds() + 7;
    assertThat(seconds(page.locator("#state"))).isBetween(SECONDS.toSeconds(), most);
    assertThat(seconds(page.locator("#lag"))).isBetween(SECONDS.toSeconds(), most);
    PlaywrightAssertions.assertThat(page.locator(".rate")).containsText("/s then");
    PlaywrightAssertions.assertThat(page.locator("#announcements")).containsText("Catching up");
    assertHatched("has not been read yet");

    gate.release();
    awaitLast(number);
    waitForState("live");
    assertThat(page.evaluate(NEWEST)).isEqualTo(api().getString("newest"));
    PlaywrightAssertions.assertThat(page.locator("#lag")).hasText("under 2 s");
    PlaywrightAssertions.assertThat(page.locator(".rate")).containsText("/s now");
  }

  @Test
  void theCountIsTheServersAndOnlyGrowsAlsoWhileOldChangesCome() {
    insert(300);
    awaitLast(number);
    assertCount();
    gate.hold();
    gate.disconnect();
    insert(700);
    await().atMost(SOON).untilAsserted(this::assertCount);
    gate.release();
    awaitLast(number);
    insert(10);
    awaitLast(number);
    assertCount();

    assertThat(numbers("total")).isNotEmpty().isSorted();
  }

  @Test
  void theReadersAreThoseOfTheServerWithThisPageAmongThem() {
    PlaywrightAssertions.assertThat(page.locator("#readers")).hasText(Pattern.compile("\\d+"));
    assertThat(page.locator("#readers").textContent())
        .isEqualTo("" + api().getInt("subscribers"))
        .isNotEqualTo("0");
    assertThat(numbers("readers")).isNotEmpty().doesNotContain(0L);
  }

  @Test
  void anOutageOfMongoIsHatchedAndARowAfterwardsAsTheServerTellsIt() {
    insert(3);
    awaitLast(number);
    relay.refuse();
    try {
      waitForState("reconnecting");
      assertHatched("MongoDB cannot be reached since ");
      PlaywrightAssertions.assertThat(page.locator("#rate-now")).hasText("–");
      insert(2);
    } finally {
      relay.admit();
    }
    awaitLast(number);
    waitForState("live");

    Locator row = page.locator(".outage").last();
    PlaywrightAssertions.assertThat(row).isVisible();
    List<JsonObject> outages = api().getJsonArray("outages").getValuesAs(JsonObject.class);
    JsonObject outage = outages.get(outages.size() - 1);
    assertThat(outage.getString("reason")).isEqualTo("unreachable");
    assertThat(outage.getBoolean("lost")).isFalse();
    String times = clock(outage.getString("from")) + " to " + clock(outage.getString("to"));
    PlaywrightAssertions.assertThat(row)
        .hasText("MongoDB could not be reached from " + times + ". Nothing was lost.");
    assertHatched("MongoDB could not be reached from " + times);
    assertStandsBefore(row, number - 1);

    page.reload();
    waitForState("live");
    PlaywrightAssertions.assertThat(row).containsText(times + ". Nothing was lost.");
    assertStandsBefore(row, number - 1);
    assertThat(server.get("").body()).contains("Nothing was lost.");
  }

  private void assertCount() {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(page.locator("#total").textContent().replace(",", ""))
                    .isEqualTo("" + api().getInt("changes")));
  }

  private void assertHatched(String why) {
    Locator hatches = page.locator("#gauge-hatches");
    PlaywrightAssertions.assertThat(hatches).hasAttribute("aria-label", Pattern.compile(why));
    PlaywrightAssertions.assertThat(hatches).isVisible();
    PlaywrightAssertions.assertThat(
            hatches.locator("rect", new Locator.LocatorOptions().setHasText(why)))
        .not()
        .hasCount(0);
  }

  /** Between the change before a number and the change of that number. */
  private static void assertStandsBefore(Locator row, int n) {
    PlaywrightAssertions.assertThat(row.locator("xpath=following-sibling::*[1]"))
        .containsText(Pattern.compile("\\bn: " + n + "\\b"));
    PlaywrightAssertions.assertThat(row.locator("xpath=preceding-sibling::*[1]"))
        .containsText(Pattern.compile("\\bn: " + (n - 1) + "\\b"));
  }

  private static final String NEWEST =
      "[...document.querySelectorAll('[id^=change-]')].at(-1).id.slice('change-'.length)";

  /** A time as the page shows it to its reader. */
  private String clock(String time) {
    return (String)
        page.evaluate(
            "time => import('/resources/tidewatch/shared/format.js')"
                + ".then(({ clock }) => clock(new Date(time), true))",
            time);
  }

  private static long seconds(Locator element) {
    String text = element.textContent();
    var matcher = Pattern.compile("(\\d+) s").matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  /** The numbers that stood there, in their order. */
  @SuppressWarnings("unchecked") // a list of strings is what the script above keeps
  private List<Long> numbers(String id) {
    return ((List<String>) page.evaluate("id => said[id]", id))
        .stream().filter(text -> text.matches("\\d+")).map(Long::valueOf).toList();
  }

  private static JsonObject api() {
    String body = server.get("api/feeds/changes").body();
    return Json.createReader(new StringReader(body)).readObject();
  }

  private static void insert(int count) {
    List<Document> documents =
        IntStream.rangeClosed(number + 1, number + count)
            .mapToObj(n -> new Document("n", n))
            .toList();
    collection.insertMany(documents);
    number += count;
  }

  private void awaitLast(int n) {
    PlaywrightAssertions.assertThat(page.locator("#changes > .card").last())
        .containsText(Pattern.compile("\\bn: " + n + "\\b"));
  }

  private void waitForState(String state) {
    PlaywrightAssertions.assertThat(page.locator("body")).hasAttribute("data-state", state);
  }

  private static boolean later(Instant than, Duration by) {
    return Instant.now().isAfter(than.plus(by));
  }

  /** Stands in the page's socket and can hold back what the server sends. */
  private static final class Gate {

    private final Queue<String> queue = new ArrayDeque<>();
    private WebSocketRoute socket;
    private boolean held;

    void route(WebSocketRoute page) {
      socket = page;
      queue.clear();
      page.connectToServer()
          .onMessage(
              frame -> {
                if (socket != page) {
                  return; // the page has left this one
                }
                queue.add(frame.text());
                if (!held) {
                  release();
                }
              });
    }

    void hold() {
      held = true;
    }

    /** The page comes back by itself. */
    void disconnect() {
      socket.close(new WebSocketRoute.CloseOptions().setCode(4000));
    }

    void release() {
      held = false;
      for (String text = queue.poll(); text != null; text = queue.poll()) {
        socket.send(text);
      }
    }
  }
}
