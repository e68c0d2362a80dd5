package dev.tidewatch.feed.boundary.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.Media;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.clients.Browser;
import dev.tidewatch.testing.mongo.TestMongo;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user reads the page of changes while more changes arrive than it holds. */
@ArquillianTest
@RunAsClient
class ReadingBrowserIT {

  private static final String DB = "reading_browser_it";

  /** More than fit on the page beside those that are read. */
  private static final int MANY = 700;

  private static Browser browser;
  private static MongoClient client;
  private static MongoCollection<Document> collection;

  @ArquillianResource private URI base;
  private Page page;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(TestMongo.uri(), DB + ".test");
  }

  @BeforeAll
  static void start() {
    client = MongoClients.create(TestMongo.uri());
    collection = client.getDatabase(DB).getCollection("test");
    browser = Browser.start();
    // the first load compiles the page
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
  }

  @AfterAll
  static void stop() {
    browser.close();
    client.close();
  }

  @BeforeEach
  void open() {
    page = open(1400, 900);
    insert("before", 20);
    assertThat(lastCard()).containsText("before: 20");
  }

  @AfterEach
  void close() {
    page.close();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aSelectionStaysWhereItIsUntilItIsTakenBack() {
    Locator text = newestCard().locator("pre");
    text.evaluate("pre => getSelection().setBaseAndExtent(pre.firstChild, 4, pre.firstChild, 40)");
    Object selected = page.evaluate("String(getSelection())");
    double top = top(text);

    insert("during", MANY);

    assertThat(page.locator("#jump")).hasText(MANY + " new changes");
    assertThat(page.evaluate("String(getSelection())")).isEqualTo(selected);
    assertThat(top(text)).isEqualTo(top);

    page.mouse().click(900, 300);

    assertThat(lastCard()).containsText("during: " + MANY);
    assertThat(page.locator("#jump")).isHidden();
    assertIsAtTheEnd();
  }

  @Test
  void whatHasTheFocusStaysWhereItIsUntilTheNewestAreAskedFor() {
    Locator text = newestCard().locator("pre");
    lastCard().locator(".copy").focus();
    double top = top(text);

    insert("during", MANY);

    assertThat(page.locator("#jump")).hasText(MANY + " new changes");
    assertThat(page.evaluate("document.activeElement.className")).isEqualTo("copy");
    assertThat(top(text)).isEqualTo(top);

    page.locator("#jump").press("Enter");

    assertThat(lastCard()).containsText("during: " + MANY);
    assertThat(page.evaluate("document.activeElement.id")).isEqualTo("pause");
    insert("after", 3);
    assertThat(lastCard()).containsText("after: 3");
    assertIsAtTheEnd();
  }

  @Test
  void anUnfoldedCardStaysWhereItIsAndSoDoesTheButtonThatFoldsIt() {
    collection.insertOne(new Document("lines", lines(400)));
    Locator card = page.locator("#changes > .card:has-text('line 399')");
    Locator button = card.locator(".unfold");
    assertThat(button).hasText("Show all 412 lines");
    assertThat(height(card)).isLessThan(700);
    double top = top(card.locator("pre"));

    button.click();

    assertThat(button).hasText("Show less");
    assertThat(height(card)).isGreaterThan(6_000);
    assertThat(top(card.locator("pre"))).isEqualTo(top);
    insert("during", MANY);
    assertThat(page.locator("#jump")).hasText(MANY + " new changes");
    assertThat(top(card.locator("pre"))).isEqualTo(top);

    button.scrollIntoViewIfNeeded();
    double bottom = top(button);
    button.click();

    assertThat(button).hasText("Show all 412 lines");
    assertThat(top(button)).isCloseTo(bottom, within(1.0));
  }

  @Test
  void whatIsOpenAboveTheChangesStaysWhereItIs() {
    page.close();
    // all of it is in the window: the page follows, though its top is what is looked at
    page = open(360, 3_000);
    Locator summary = page.locator("#try summary");
    summary.click();
    double top = top(summary);

    insert("during", 100);

    assertThat(page.locator("#jump")).hasText("100 new changes");
    assertThat(top(summary)).isEqualTo(top);
  }

  /** More than the page and its client hold: it says what it knows, and why they wait. */
  @Test
  void changesThatAreHeldAreCountedAsFarAsTheyAreKnown() {
    page.locator("#pause").click();
    assertThat(page.locator("#state .label")).hasText("Paused");
    insert("during", 3_000);
    assertThat(page.locator("#jump")).hasText("At least 1,500 new changes");
    assertThat(page.locator("#state .label")).hasText("Paused");

    page.locator("#pause").click();

    assertThat(lastCard()).containsText("during: 3000");
    assertThat(page.locator("#state .label")).hasText("Live");
    assertThat(page.locator("#jump")).isHidden();
    assertIsAtTheEnd();

    page.mouse().move(900, 400);
    page.mouse().wheel(0, -600);
    await().until(() -> toGo() > 100);
    insert("later", 3_000);
    assertThat(page.locator("#state .label")).hasText("Held");
    assertThat(page.locator("body")).hasAttribute("data-state", "held");
    assertThat(page.locator("#jump")).hasText("At least 1,500 new changes");
    assertThat(page.locator("body")).not().containsText("when you resume");
  }

  /**
   * A page that gets shorter scrolls up by itself. A busy browser tells of it late: the page may
   * have grown again by then.
   */
  @Test
  void thePageFollowsThoughItGetsShorterAndLonger() {
    page.addInitScript(
        """
        window.held = null; // messages that wait; null if they need not
        window.WebSocket = class extends WebSocket {
          set onmessage(listener) {
            super.onmessage = (event) => held ? held.push(() => listener(event)) : listener(event);
          }
        };""");
    page.reload();
    assertThat(page.locator("body")).hasAttribute("data-state", "live");
    insertWithTallEnd("flood");
    assertThat(lastCard()).containsText("flood: 500");
    assertIsAtTheEnd();

    page.evaluate("held = []");
    insert("ebb", 500);
    insertWithTallEnd("spring");
    await().until(() -> page.evaluate("held.length").equals(1_000));
    // in one task: the browser tells of no scroll before its end
    page.evaluate(
        """
        async () => {
          const given = held;
          held = null;
          for (const give of given) {
            give();
            for (let turn = 0; turn < 20; turn += 1) await null;
          }
          // before the next frame, in which the page may go to the end
          dispatchEvent(new Event('scroll'));
        }""");

    assertThat(lastCard()).containsText("spring: 500");
    insert("after", 3);
    assertThat(lastCard()).containsText("after: 3");
    assertThat(page.locator("#jump")).isHidden();
    assertIsAtTheEnd();
  }

  @Test
  void aLongLineIsFoldedAndEverythingIsCopied() {
    String line = "word ".repeat(10_000);
    collection.insertOne(new Document("line", line));
    Locator card = lastCard();
    assertThat(card.locator(".unfold")).containsText(" characters");
    assertThat(height(card)).isLessThan(700);
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));

    card.locator(".copy").click();

    assertThat(card.locator(".copy .label")).hasText("Copied");
    assertThat((String) page.evaluate("navigator.clipboard.readText()"))
        .startsWith("{\n  operationType: 'insert',")
        .contains("line: '" + line + "'")
        .endsWith("}");

    insert("after", 1);
    assertThat(lastCard()).containsText("after: 1");
    page.evaluate(
        """
        () => {
          const cards = [...document.querySelectorAll('#changes > .card')].slice(-2);
          getSelection().setBaseAndExtent(cards[0].querySelector('.op'), 0, cards[1].querySelector('.op'), 0);
          document.execCommand('copy');
        }""");
    assertThat((String) page.evaluate("navigator.clipboard.readText()"))
        .contains("line: '" + line + "'")
        .doesNotContain("Show all")
        .doesNotContain("Copy");
  }

  /** What the page has no room for is asked of the server. */
  @Test
  void aChangeThatTheServerHasCutIsCopiedWhole() {
    String line = "x".repeat(100_000);
    collection.insertOne(new Document("line", line).append("n", 9_007_199_254_740_993L));
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    for (String when : List.of("as it came", "as it was rendered")) {
      Locator card = lastCard();
      assertThat(card.locator("pre")).containsText("… cut: ");

      card.locator(".copy").click();

      assertThat(card.locator(".copy .label")).hasText("Copied");
      String copied = (String) page.evaluate("navigator.clipboard.readText()");
      Document document = Document.parse(copied).get("fullDocument", Document.class);
      assertThat(document.get("line")).as(when).isEqualTo(line);
      assertThat(document.get("n")).as(when).isEqualTo(9_007_199_254_740_993L);
      page.reload();
      assertThat(page.locator("body")).hasAttribute("data-state", "live");
    }
  }

  @Test
  void inPrintNothingCoversTextAndFoldedCardsSaySo() {
    collection.insertOne(new Document("lines", lines(400)));
    assertThat(lastCard().locator(".unfold")).isVisible();

    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

    assertThat(
            page.evaluate(
                "[...document.querySelectorAll('body *')].filter(e => ['fixed', 'sticky'].includes(getComputedStyle(e).position)"
                    + " && getComputedStyle(e).display !== 'none').map(e => e.id || e.className)"))
        .isEqualTo(List.of());
    assertThat((String) lastCard().evaluate("card => getComputedStyle(card, '::after').content"))
        .contains("Folded");
    assertThat(lastCard().locator(".unfold")).isHidden();
  }

  /** Without isolation, the digits between words from right to left change places. */
  @Test
  void eachValueStandsWhereItIsStoredWhateverItsDirection() {
    collection.deleteMany(new Document("list", 12));
    collection.insertOne(
        new Document("_id", new Document("א", 1).append("ב", 2))
            .append("list", List.of("אבג", 12, "דהו", 34, "\u0661", "x\u202e123")));
    for (String when : List.of("as it came", "as it was rendered", "without a script")) {
      Locator card = lastCard();
      assertThat(card.locator("pre")).containsText("list: [ 'אבג', 12, 'דהו', 34, '\u0661',");
      assertThat(card.locator("pre")).containsText("x\\u202e123");
      assertThat(inOrder(card.locator("pre"), "'אבג'", "12", "'דהו'", "34", "'\u0661'"))
          .as(when)
          .isTrue();
      assertThat(inOrder(card.locator(".key"), "'א'", "1", "'ב'", "2")).as(when).isTrue();
      if (when.equals("as it was rendered")) {
        page.context().route("**/changes-page.js", Route::abort);
      }
      page.navigate(base.toString());
    }
    browser.complaints().clear(); // of the script that was kept away
  }

  /** Whether each text begins to the right of the one before, as the eye has it. */
  private static boolean inOrder(Locator locator, String... texts) {
    return (boolean)
        locator.evaluate(
            """
            (element, texts) => {
              const nodes = [];
              const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) nodes.push(walker.currentNode);
              const text = element.textContent;
              let at = text.includes('list: ') ? text.indexOf('list: ') : 0;
              const place = (index, last) => {
                for (const node of nodes) {
                  if (index < node.length + last) return [node, index];
                  index -= node.length;
                }
              };
              let right = -1;
              return texts.every((each) => {
                at = text.indexOf(each, at);
                const range = document.createRange();
                range.setStart(...place(at, 0));
                range.setEnd(...place(at + each.length, 1));
                at += each.length;
                const box = range.getBoundingClientRect();
                const follows = box.left >= right;
                right = box.right - 1;
                return follows;
              });
            }""",
            texts);
  }

  private Page open(int width, int height) {
    browser.complaints().clear();
    Page opened = browser.page(width, height);
    opened.navigate(base.toString());
    assertThat(opened.locator("body"))
        .hasAttribute(
            "data-state", "live", new LocatorAssertions.HasAttributeOptions().setTimeout(30_000));
    return opened;
  }

  private static void insert(String name, int many) {
    collection.insertMany(
        IntStream.rangeClosed(1, many).mapToObj(n -> new Document(name, n)).toList());
  }

  /** As many as the page holds; the newest, which are laid out at once, are taller than others. */
  private static void insertWithTallEnd(String name) {
    collection.insertMany(
        IntStream.rangeClosed(1, 500)
            .mapToObj(n -> new Document(name, n).append("lines", lines(n > 480 ? 15 : 0)))
            .toList());
  }

  private static List<String> lines(int many) {
    return IntStream.range(0, many).mapToObj(n -> "line " + n).toList();
  }

  private Locator lastCard() {
    return page.locator("#changes > .card").last();
  }

  /** That which is the last now, also when others follow it. */
  private Locator newestCard() {
    Locator cards = page.locator("#changes > .card");
    return cards.nth(cards.count() - 1);
  }

  /** In the window, as the eye has it. */
  private static double top(Locator locator) {
    return number(locator.evaluate("element => element.getBoundingClientRect().top"));
  }

  private static double height(Locator locator) {
    return number(locator.evaluate("element => element.getBoundingClientRect().height"));
  }

  private static double number(Object evaluated) {
    return ((Number) evaluated).doubleValue();
  }

  private void assertIsAtTheEnd() {
    await().until(() -> toGo() <= 2);
  }

  /** How far the page can still be scrolled down. */
  private double toGo() {
    return number(
        page.evaluate(
            "document.scrollingElement.scrollHeight - innerHeight - document.scrollingElement.scrollTop"));
  }
}
