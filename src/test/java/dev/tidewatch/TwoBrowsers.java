package dev.tidewatch;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.Fork;
import dev.tidewatch.testing.clients.Browser;
import dev.tidewatch.testing.mongo.TestMongo;
import java.net.URI;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A wide browser and a narrow one before a deployment whose students and messages are its own. */
abstract class TwoBrowsers {

  static Browser browser;
  static MongoCollection<Document> students;
  static MongoCollection<Document> messages;

  // two classes use it, perhaps at once
  private static final String DATABASE = Fork.own("applications_browser_it");

  private static MongoClient client;

  @ArquillianResource URI base;
  Page here;
  Page there;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
        TestMongo.uri(),
        DATABASE + ".test",
        "tidewatch.students.ns=" + DATABASE + ".students",
        "tidewatch.messages.ns=" + DATABASE + ".messages");
  }

  @BeforeAll
  static void start() {
    client = MongoClients.create(TestMongo.uri());
    students = client.getDatabase(DATABASE).getCollection("students");
    messages = client.getDatabase(DATABASE).getCollection("messages");
    browser = Browser.start();
    // the first load compiles the page
    PlaywrightAssertions.setDefaultAssertionTimeout(15_000);
  }

  @AfterAll
  static void stop() {
    browser.close();
    client.close();
  }

  @BeforeEach
  void open() {
    students.deleteMany(new Document());
    messages.deleteMany(new Document());
    browser.complaints().clear();
    here = browser.page(1200, 800);
    there = browser.page(360, 740);
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  void open(String path, Page... pages) {
    for (Page page : pages) {
      page.navigate(base + path);
      assertThat(page.locator("body")).hasAttribute("data-state", "live");
    }
  }

  /**
   * Where a student to add is written, once it has the focus. The page then also sets the cursor
   * into the empty name, and what is filled in while it does would be written there.
   */
  static Locator newStudent(Page page) {
    Locator field = page.locator("#add textarea");
    assertThat(field).isFocused();
    return field;
  }

  static void save(Page page, String before, String after) {
    Locator field = page.locator(".entry textarea");
    field.fill(field.inputValue().replace(before, after));
    page.locator(".entry [type=submit]").click();
  }
}
