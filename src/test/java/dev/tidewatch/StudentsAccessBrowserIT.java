package dev.tidewatch;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.access.control.token.TestTokens;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.clients.Browser;
import dev.tidewatch.testing.mongo.TestMongo;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Somebody who may read the students and not their feed has a page that is not live. */
@ArquillianTest
@RunAsClient
class StudentsAccessBrowserIT {

  private static final String DATABASE = "students_access_browser_it";
  private static final String SECRET = "a secret of more than 32 bytes, of a test";

  @ArquillianResource private URI base;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
        TestMongo.uri(),
        DATABASE + ".test",
        "tidewatch.students.ns=" + DATABASE + ".students",
        "tidewatch.access=required",
        "tidewatch.students.read=*",
        "tidewatch.students.write=*",
        "tidewatch.feed.students.read=admin",
        "tidewatch.jwt.issuer=" + TestTokens.ISSUER,
        "tidewatch.jwt.audience=" + TestTokens.AUDIENCE,
        "tidewatch.jwt.secret=" + SECRET);
  }

  @Test
  void thePageStaysTheListAndAsksNothingOfTheFeed() {
    try (MongoClient client = MongoClients.create(TestMongo.uri());
        Browser browser = Browser.start()) {
      MongoCollection<Document> students = client.getDatabase(DATABASE).getCollection("students");
      students.drop();
      students.insertOne(new Document("_id", "one").append("name", "Ada").append("n", 1));
      Page page = browser.page(1200, 800);
      Map<String, Object> claims = TestTokens.claims(Instant.now());
      page.setExtraHTTPHeaders(
          Map.of("Authorization", "Bearer " + TestTokens.shared(SECRET, claims)));
      List<String> asked = new CopyOnWriteArrayList<>();
      page.onRequest(request -> asked.add(request.url()));
      page.onWebSocket(socket -> asked.add(socket.url()));

      page.navigate(base + "students");
      assertThat(page.locator("#state")).containsText("Not live");
      assertThat(page.locator("#cause")).containsText("You may not see every change");
      assertThat(page.locator("#reload")).isVisible();
      page.locator(".entry button:has-text('Edit')").click();
      TwoBrowsers.save(page, "\"n\": 1", "\"n\": 2");
      assertThat(page.locator(".entry pre")).containsText("\"n\": 2");
      students.insertOne(new Document("_id", "two").append("name", "Ben"));
      page.locator("#reload").click();
      assertThat(page.locator(".entry h2")).hasText(new String[] {"Ada", "Ben"});
      assertThat(page.locator(".entry button:has-text('Edit')")).hasCount(2);

      assertThat(asked).noneMatch(url -> url.contains("/feeds/"));
      assertThat(browser.complaints()).isEmpty();
    }
  }
}
