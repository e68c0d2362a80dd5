package dev.tidewatch.feed.boundary.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.clients.EventClients;
import dev.tidewatch.development.FreePorts;
import dev.tidewatch.testing.RunScript;
import dev.tidewatch.testing.clients.Browser;
import dev.tidewatch.testing.mongo.TestMongo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page in a real browser, before a server that is started and killed as any other. */
class PageBrowserIT {

  private static final String DB = "page_browser_it";
  private static final int PORT = FreePorts.any();
  private static final Duration SOON = Duration.ofSeconds(60);

  private static RunScript server;
  private static Browser browser;
  private static MongoClient client;
  private static MongoCollection<Document> collection;

  private Page page;

  @BeforeAll
  static void start() {
    browser = Browser.start();
    client = MongoClients.create(TestMongo.uri());
    collection = client.getDatabase(DB).getCollection("test");
    // last: what fails before it leaves no server behind
    server = startServer();
    // the first load compiles the page
    PlaywrightAssertions.setDefaultAssertionTimeout(15_000);
  }

  @AfterAll
  static void stop() {
    client.close();
    browser.close();
    server.close();
  }

  @BeforeEach
  void open() {
    // a test that kills the server or cuts a stream makes the browser complain
    browser.complaints().clear();
    page = browser.page(1400, 900);
    page.navigate(server.base().toString());
    waitUntilLive();
  }

  @AfterEach
  void close() {
    page.close();
  }

  @Test
  void whatCameBeforeIsRenderedAndWhatComesIsShownLiveEachOnce() {
    insert(1, 3);
    await().untilAsserted(() -> assertThat(server.get("").body()).contains("n: 3"));
    page.reload();
    waitUntilLive();
    assertThat(numbers()).endsWith(1, 2, 3);

    insert(4, 6);

    await().untilAsserted(() -> assertThat(numbers()).endsWith(1, 2, 3, 4, 5, 6));
    assertThat(idsOnPage()).doesNotHaveDuplicates();
  }

  @Test
  void aCardNamesOperationNamespaceKeyAndTime() {
    collection.insertOne(new Document("_id", "seven").append("n", 7));

    Locator card = page.locator("#changes > .card").last();
    PlaywrightAssertions.assertThat(card).containsText("insert");
    PlaywrightAssertions.assertThat(card).containsText(DB + ".test");
    PlaywrightAssertions.assertThat(card).containsText("'seven'");
    PlaywrightAssertions.assertThat(card.locator("time"))
        .hasAttribute("datetime", Pattern.compile("\\d{4}-\\d\\d-\\d\\dT.*Z"));
    PlaywrightAssertions.assertThat(card.locator("div[id^=change-] > pre"))
        .containsText("operationType: 'insert'");
    collection.deleteOne(new Document("_id", "seven"));
  }

  @Test
  void markupInADocumentStaysTextRenderedOrLive() {
    String hostile =
        "</pre><script>document.title = 'broken in'</script><img src=x onerror=alert(1)>&amp;";
    collection.insertOne(new Document("text", hostile));
    PlaywrightAssertions.assertThat(page.locator("#changes pre").last()).containsText(hostile);

    page.reload();
    waitUntilLive();

    PlaywrightAssertions.assertThat(page.locator("#changes pre").last()).containsText(hostile);
    assertThat(page.locator("#changes script, #changes img").count()).isZero();
    assertThat(page.title()).isNotEqualTo("broken in");
  }

  @Test
  void anEventSourceThatIsCutLosesNothing() {
    Page other = browser.page(400, 400);
    try {
      EventClients.aBrowserLosesNothing(server.base(), collection, other);
    } finally {
      other.close();
    }
  }

  @Test
  void overAKilledServerNothingIsLostOrShownTwice() {
    insert(101, 103);
    await().untilAsserted(() -> assertThat(numbers()).endsWith(101, 102, 103));

    server.crash();
    PlaywrightAssertions.assertThat(page.locator("#state"))
        .containsText(Pattern.compile("reconnecting", Pattern.CASE_INSENSITIVE));
    insert(104, 123);
    server = startServer();
    waitUntilLive();
    insert(124, 126);

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(numbers())
                    .endsWith(IntStream.rangeClosed(101, 126).boxed().toArray(Integer[]::new)));
    assertThat(idsOnPage()).doesNotHaveDuplicates();
    // a server that has just started may lose the page once more, which is another row
    Locator row = page.locator(".outage").first();
    PlaywrightAssertions.assertThat(row)
        .hasText(
            Pattern.compile("^This page was disconnected from .* to .*\\. Nothing was lost\\.$"));
    PlaywrightAssertions.assertThat(row.locator("xpath=following-sibling::*[1]"))
        .containsText("n: 104");
    // of the server that runs now
    PlaywrightAssertions.assertThat(page.locator("#total")).hasText("3");
    // the browser itself reports each refused connection as an error
    browser.complaints().removeIf(text -> text.contains("ERR_CONNECTION_REFUSED"));
    browser.complaints().removeIf(text -> text.contains("WebSocket connection to"));
    browser.complaints().removeIf(text -> text.contains("Failed to load resource"));
  }

  @Test
  void theScreenReadersLiveRegionSaysWhatCame() {
    insert(201, 203);

    PlaywrightAssertions.assertThat(page.locator("[role=status]"))
        .containsText(Pattern.compile("insert"));
  }

  @Test
  void nothingIsWiderThanANarrowScreen() {
    collection.insertOne(new Document("wide", "x".repeat(5_000)));
    Page narrow = browser.page(360, 740);
    narrow.navigate(server.base().toString());

    Object overflow =
        narrow.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth");

    assertThat(overflow).isEqualTo(0);
    narrow.close();
  }

  @Test
  void aDirectionMarkIsShownAsItsEscape() {
    collection.insertOne(new Document("_id", "\u202e123").append("\u200bn", "a\u2066b"));

    Locator card = page.locator("#changes > .card").last();
    PlaywrightAssertions.assertThat(card.locator(".key")).containsText("'\\u202e123'");
    PlaywrightAssertions.assertThat(card.locator("pre")).containsText("'\\u200bn': 'a\\u2066b'");
    collection.deleteOne(new Document("_id", "\u202e123"));
  }

  /** More than the page and its client hold, so that the rest has to wait at the server. */
  @Test
  void everyChangeOfALongPauseIsShownOnceAndInOrder() {
    // a page without a change has nothing to pause
    insert(9_999, 9_999);
    await().atMost(SOON).untilAsserted(() -> assertThat(numbers()).endsWith(9_999));
    // of the cards: a row that tells of an outage may stand between them
    page.evaluate(
        """
        () => {
          window.shown = [];
          new MutationObserver((records) => records.forEach(({ addedNodes }) => addedNodes.forEach((added) => {
            if (added.matches('.card')) shown.push(Number(/\\bn: (\\d+)/.exec(added.textContent)?.[1]));
          }))).observe(document.getElementById('changes'), { childList: true });
        }""");
    page.locator("#pause").click();
    collection.insertMany(
        IntStream.range(10_000, 13_000).mapToObj(n -> new Document("n", n)).toList());
    collection.insertOne(new Document("n", 13_000));
    PlaywrightAssertions.assertThat(page.locator("#jump")).containsText("At least 1,500");
    assertThat(page.evaluate("shown.length")).isEqualTo(0);

    page.locator("#pause").click();

    await().atMost(SOON).until(() -> page.evaluate("shown.at(-1)").equals(13_000));
    assertThat(page.evaluate("shown"))
        .isEqualTo(IntStream.rangeClosed(10_000, 13_000).boxed().toList());
    waitUntilLive();
  }

  @Test
  void noScriptFailsAndNoPolicyIsBroken() {
    insert(301, 302);
    await().untilAsserted(() -> assertThat(numbers()).endsWith(301, 302));

    assertThat(browser.complaints()).isEmpty();
  }

  private static RunScript startServer() {
    return RunScript.start(PORT, Map.of(), "--mongo", TestMongo.uri(), "--ns", DB + ".test")
        .ready();
  }

  private void waitUntilLive() {
    PlaywrightAssertions.assertThat(page.locator("body"))
        .hasAttribute(
            "data-state",
            "live",
            new com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions()
                .setTimeout(SOON.toMillis()));
  }

  private static void insert(int from, int to) {
    IntStream.rangeClosed(from, to).forEach(n -> collection.insertOne(new Document("n", n)));
  }

  /** The n of each card's document, from the top. */
  private List<Integer> numbers() {
    return page.locator("#changes pre").allTextContents().stream()
        .map(Pattern.compile("\\bn: (\\d+)")::matcher)
        .filter(java.util.regex.Matcher::find)
        .map(matcher -> Integer.valueOf(matcher.group(1)))
        .toList();
  }

  @SuppressWarnings("unchecked") // a list of strings is what the script below gives
  private List<String> idsOnPage() {
    return (List<String>)
        page.evaluate("[...document.querySelectorAll('[id^=change-]')].map(e => e.id)");
  }
}
