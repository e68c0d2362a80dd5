package dev.tidewatch.feed.boundary.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.Fork;
import dev.tidewatch.testing.clients.Browser;
import dev.tidewatch.testing.mongo.TestMongo;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The page of a feed of a database, in a browser. */
abstract class ToolInBrowser {

  // two classes use it, perhaps at once
  static final String DB = Fork.own("tool_browser_it");

  static Browser browser;
  static MongoDatabase database;
  static MongoCollection<Document> orders;

  private static MongoClient client;

  @ArquillianResource URI base;
  Page page;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
        TestMongo.uri(),
        DB + ".test",
        "tidewatch.feeds=shop",
        "tidewatch.feed.shop.ns=" + DB + ".*");
  }

  @BeforeAll
  static void start() {
    client = MongoClients.create(TestMongo.uri());
    database = client.getDatabase(DB);
    orders = database.getCollection("orders");
    browser = Browser.start();
    // the first load compiles the page
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
  }

  @AfterAll
  static void stop() {
    browser.close();
    client.close();
  }

  @BeforeEach
  void empty() {
    orders.deleteMany(new Document());
  }

  @AfterEach
  void close() {
    if (page != null) {
      page.close();
    }
    // a page that closes a connection, to wait, may still be sent what was on its way
    browser.complaints().removeIf(text -> text.contains("Data frame received after close"));
    assertThat(browser.complaints()).isEmpty();
  }

  /** Opens the page of the feed and waits until it is live. */
  void open(String query) {
    page = browser.page(1400, 900);
    go(query);
  }

  void go(String query) {
    page.navigate(base.resolve("feeds/shop") + query);
    assertThat(page.locator("body")).hasAttribute("data-state", "live");
  }

  static ClientSession newSession() {
    return client.startSession();
  }

  /** The row of the latest change of a document. */
  Locator rowOf(String id) {
    return page.locator("#rows > .row:visible:has(.key:text-is(\"'" + id + "'\"))").last();
  }

  static void insert(int from, int to) {
    List<Document> all =
        IntStream.rangeClosed(from, to)
            .mapToObj(n -> new Document("_id", "order " + n).append("n", n))
            .toList();
    orders.insertMany(all);
  }
}
