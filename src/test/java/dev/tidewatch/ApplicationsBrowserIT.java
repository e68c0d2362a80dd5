package dev.tidewatch;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.testing.Browser;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.TestMongo;
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

/** Students and messages in two browsers: what one does, the other shows. */
@ArquillianTest
@RunAsClient
class ApplicationsBrowserIT {

  private static final String HOSTILE =
      "<script>document.title = 'broken in'</script>&amp; é€\ud83d\ude00";

  private static Browser browser;
  private static MongoClient client;
  private static MongoCollection<Document> students;
  private static MongoCollection<Document> messages;

  @ArquillianResource private URI base;
  private Page here;
  private Page there;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
        TestMongo.uri(),
        "applications_browser_it.test",
        "tidewatch.students.ns=applications_browser_it.students",
        "tidewatch.messages.ns=applications_browser_it.messages");
  }

  @BeforeAll
  static void start() {
    client = MongoClients.create(TestMongo.uri());
    students = client.getDatabase("applications_browser_it").getCollection("students");
    messages = client.getDatabase("applications_browser_it").getCollection("messages");
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

  @Test
  void whatOneBrowserAddsChangesAndDeletesTheOtherShowsWithNoMouse() {
    open("students", here, there);

    here.locator("#add summary").press("Enter");
    newStudent(here).fill("{\"name\": \"" + HOSTILE + "\", \"n\": 12345678901234567890.5}");
    here.keyboard().press("Control+Enter");

    Locator seen = there.locator(".entry");
    assertThat(seen).hasCount(1);
    assertThat(seen.locator("h2")).hasText(HOSTILE);
    assertThat(seen).containsText("12345678901234567890.5");

    seen.locator("button:has-text('Edit')").press("Enter");
    Locator field = there.locator(".entry textarea");
    assertThat(field).isFocused();
    field.fill(field.inputValue().replace(HOSTILE, "Ada"));
    field.press("Control+Enter");

    assertThat(here.locator(".entry h2")).hasText("Ada");
    assertThat(here.locator(".entry")).containsText("12345678901234567890.5");
    assertThat(there.locator(".entry button:has-text('Edit')")).isFocused();

    Locator delete = here.locator(".entry button.sure, .entry button:has-text('Delete')");
    delete.press("Enter");
    assertThat(there.locator(".entry")).hasCount(1);
    here.locator(".entry button.sure").press("Enter");

    assertThat(there.locator(".entry")).hasCount(0);
    assertThat(there.locator("#empty")).isVisible();
    assertThat(students.countDocuments()).isZero();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whatTwoPeopleChangeInOneStudentAtTheSameTimeIsAllKept() {
    students.insertOne(
        new Document("_id", "one").append("name", "Ada").append("a", 1).append("b", 1));
    open("students", here, there);
    for (Page page : List.of(here, there)) {
      page.locator(".entry button:has-text('Edit')").click();
    }

    save(here, "\"a\": 1", "\"a\": 2");
    assertThat(there.locator(".entry [role=status]")).containsText("Somebody else");
    save(there, "\"b\": 1", "\"b\": 2");

    assertThat(here.locator(".entry pre")).containsText("\"b\": 2");
    assertThat(students.find().first())
        .isEqualTo(new Document("_id", "one").append("name", "Ada").append("a", 2).append("b", 2));
  }

  @Test
  void whatCannotBeSavedIsSaidAndStaysAsItWasWritten() {
    students.insertOne(new Document("_id", "one").append("a", 1).append("b", 1));
    open("students", here);
    here.locator(".entry button:has-text('Edit')").click();
    Locator error = here.locator(".entry form [role=alert]");

    save(here, "1,", "1,,");
    assertThat(error).containsText("line 2");
    here.locator(".entry textarea").fill("{\"a\": 1}");
    here.locator(".entry [type=submit]").click();
    assertThat(error).containsText("“b”");
    here.locator(".entry textarea").fill("{\"a\": 1, \"b\": {\"$set\": 1}}");
    here.locator(".entry [type=submit]").click();
    assertThat(error).containsText("starts with $");
    assertThat(here.locator(".entry textarea")).hasValue("{\"a\": 1, \"b\": {\"$set\": 1}}");
    students.deleteMany(new Document());
    assertThat(here.locator(".entry [role=status]")).containsText("deleted");
    here.locator(".entry textarea").press("Escape");
    assertThat(here.locator(".entry")).hasCount(0);
  }

  @Test
  void aBigCollectionIsShownInPartsAndOneThatIsAddedIsFoundAtItsEnd() {
    students.insertMany(
        IntStream.range(0, 51)
            .mapToObj(n -> new Document("_id", "%024x".formatted(n)).append("n", n))
            .toList());
    open("students", here);
    assertThat(here.locator(".entry")).hasCount(50);

    here.locator("#add summary").click();
    newStudent(here).fill("{\"name\": \"Last\"}");
    here.locator("#add [type=submit]").click();
    here.locator("#add a:has-text('Show it')").click();
    assertThat(here.locator(".entry h2")).hasText("Last");

    here.locator("#first").click();
    here.locator("#next").click();
    assertThat(here.locator(".entry")).hasCount(2);
    students.insertOne(new Document("name", "Later"));
    assertThat(here.locator(".entry")).hasCount(3);
  }

  @Test
  void aMessageOfOneBrowserIsOnTopInTheOther() {
    messages.insertOne(new Document("msg", "first"));
    open("messages", here);
    there.navigate(base + "messages");

    there.locator("a:has-text('Compose')").click();
    there.locator("#msg").fill(HOSTILE + "\nsecond line");
    there.locator("#send").click();

    assertThat(there).hasURL(base + "messages");
    for (Page page : List.of(here, there)) {
      assertThat(page.locator(".entry")).hasCount(2);
      assertThat(page.locator(".entry .text").first()).hasText(HOSTILE + "\nsecond line");
      assertThat(page).hasTitle("Messages · Tidewatch");
    }
    messages.deleteMany(new Document());
    assertThat(here.locator(".entry")).hasCount(0);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aMessageThatCannotBeSentIsSaidOnThePageAndNothingIsStored() {
    here.navigate(base + "compose");

    here.locator("#send").click();
    assertThat(here.locator("#problem")).containsText("is empty");
    here.locator("#msg").fill("x".repeat(1001));
    here.locator("#send").click();
    assertThat(here.locator("#problem")).containsText("1,001 characters");
    assertThat(here.locator("#msg")).hasValue("x".repeat(1001));
    here.context().clearCookies();
    here.locator("#msg").fill("late");
    here.locator("#send").click();
    assertThat(here.locator("[role=alert]")).containsText("Send it again");
    assertThat(messages.countDocuments()).isZero();

    here.locator("#send").click();
    assertThat(here).hasURL(base + "messages");
    assertThat(messages.find().first().getString("msg")).isEqualTo("late");
  }

  @Test
  void everyPageLeadsToTheOthersAndIsNoWiderThanANarrowScreen() {
    students.insertOne(new Document("name", "w".repeat(3_000)).append("x", "w".repeat(5_000)));
    messages.insertOne(new Document("msg", "w".repeat(900)));
    there.navigate(base.toString());
    for (String name : List.of("Students", "Messages", "Changes")) {
      there.locator(".places a:has-text('" + name + "')").click();
      assertThat(there.locator(".places [aria-current=page]")).hasText(name);
      assertThat(
              there.evaluate(
                  "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
          .as(name)
          .isEqualTo(0);
    }
  }

  private void open(String path, Page... pages) {
    for (Page page : pages) {
      page.navigate(base + path);
      assertThat(page.locator("body")).hasAttribute("data-state", "live");
    }
  }

  /**
   * Where a student to add is written, once it has the focus. The page then also sets the cursor
   * into the empty name, and what is filled in while it does would be written there.
   */
  private static Locator newStudent(Page page) {
    Locator field = page.locator("#add textarea");
    assertThat(field).isFocused();
    return field;
  }

  private static void save(Page page, String before, String after) {
    Locator field = page.locator(".entry textarea");
    field.fill(field.inputValue().replace(before, after));
    page.locator(".entry [type=submit]").click();
  }
}
