package dev.tidewatch;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.clients.Browser;
import dev.tidewatch.testing.mongo.TestMongo;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/**
 * A collection of more students than readers may be sent: the page says so and goes on as a list.
 */
@ArquillianTest
@RunAsClient
class StudentsBoundBrowserIT {

  private static final String DATABASE = "students_bound_browser_it";
  private static final Pattern DECIDED = Pattern.compile("live|stopped");

  @ArquillianResource private URI base;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
        TestMongo.uri(),
        DATABASE + ".test",
        "tidewatch.students.ns=" + DATABASE + ".students",
        "tidewatch.documents.max=60");
  }

  @Test
  void aListThatCannotBeFollowedSaysWhyAndCanBeEdited() {
    try (MongoClient client = MongoClients.create(TestMongo.uri());
        Browser browser = Browser.start()) {
      MongoCollection<Document> students = client.getDatabase(DATABASE).getCollection("students");
      students.drop();
      students.insertMany(
          IntStream.range(0, 70).mapToObj(n -> new Document("_id", "%024x".formatted(n))).toList());
      Page page = browser.page(1200, 800);
      page.navigate(base + "students");

      assertThat(page.locator("body")).hasAttribute("data-state", "stopped");
      assertThat(page.locator("#cause")).containsText("more documents than tidewatch.documents.*");
      assertThat(page.locator("#cause")).containsText("Reload");
      assertThat(page.locator(".entry")).hasCount(50);
      assertThat(page.locator("#total")).isHidden();
      assertThat(page.locator("#trouble")).isHidden();

      page.locator(".entry button:has-text('Delete')").first().click();
      page.locator(".entry button.sure").click();
      assertThat(page.locator(".entry").first()).containsText("%024x".formatted(1));
      page.locator("#next").click();
      assertThat(page.locator(".entry")).hasCount(19);
      page.locator("#add summary").click();
      page.locator("#add textarea").fill("{\"name\": \"New\"}");
      page.locator("#add [type=submit]").click();
      assertThat(page.locator(".entry h2").last()).hasText("New");
      students.deleteMany(new Document("name", null));
      // a reader may get a moment of 10 s ago
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                page.locator("#reload").click();
                assertThat(page.locator("body")).hasAttribute("data-state", DECIDED);
                return page.locator("body").getAttribute("data-state").equals("live");
              });
      assertThat(browser.complaints()).isEmpty();
    }
  }
}
