package dev.tidewatch.feed.boundary.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.tidewatch.testing.clients.Api;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** A feed's changes as rows, rendered and live. */
@ArquillianTest
@RunAsClient
class ToolBrowserIT extends ToolInBrowser {

  @Test
  void aRowSaysWhatTheChangeDidAndTheOldValueIfThePageHasSeenIt() {
    open("");
    orders.insertOne(
        new Document("_id", "seen")
            .append("status", "new")
            .append("hold", true)
            .append("items", List.of(new Document("qty", 1))));
    assertThat(rowOf("seen").locator(".what"))
        .hasText("status new · hold true · items [ { qty: 1 } ]");
    assertThat(rowOf("seen").locator(".op")).hasText("insert");
    assertThat(rowOf("seen").locator(".coll")).hasText("orders");

    orders.updateOne(
        Filters.eq("seen"),
        Updates.combine(
            Updates.set("status", "paid"), Updates.set("items.0.qty", 3), Updates.unset("hold")));

    Locator what = rowOf("seen").locator(".what");
    assertThat(what).containsText("items.0.qty 1 → 3");
    assertThat(what).containsText("status new → paid");
    assertThat(what).containsText("· − hold true");
    assertThat(rowOf("seen").getByRole(com.microsoft.playwright.options.AriaRole.LINK))
        .hasAccessibleName(Pattern.compile("^\\d.* update orders 'seen' .*new → paid"));
  }

  @Test
  void anOldValueThatNobodyHasSeenIsNotMadeUp() {
    orders.insertOne(new Document("_id", "unseen").append("status", "new"));
    open("?op=update");

    orders.updateOne(Filters.eq("unseen"), Updates.set("status", "paid"));

    assertThat(rowOf("unseen").locator(".what")).hasText("status paid");
  }

  @Test
  void withoutAScriptThePageIsAListWithLinksAndAFilter() {
    insert(1, 3);
    orders.deleteOne(Filters.eq("order 2"));
    Api api = new Api(base);
    await().untilAsserted(() -> assertThat(api.get("feeds/shop").body()).contains(">delete<"));

    HttpResponse<String> deletes = api.get("feeds/shop?op=delete");

    assertThat(deletes.statusCode()).isEqualTo(200);
    assertThat(deletes.body())
        .contains("'order 2'", "?op=delete&amp;at=")
        .doesNotContain(">insert<");
    assertThat(api.get("feeds/shop?op=nothing").statusCode()).isEqualTo(400);
    assertThat(api.get("feeds/nobody").statusCode()).isEqualTo(404);
    assertThat(api.get("feed.xhtml").statusCode()).isEqualTo(404);
    assertThat(api.get("feeds").body())
        .contains("href=\"/feeds/shop\"".replace("/feeds", base.getPath() + "feeds"));
  }

  @Test
  void howManyRowsThereAreMakesNoElements() {
    open("");
    insert(1, 100);
    assertThat(rowOf("order 100")).isVisible();
    Object few = page.evaluate("document.querySelectorAll('*').length");

    insert(101, 6_000);

    assertThat(rowOf("order 6000")).isVisible();
    assertThat((int) page.evaluate("document.querySelectorAll('#rows > .row').length"))
        .isLessThan(60);
    // a row has as many parts as what it says
    assertThat((int) page.evaluate("document.querySelectorAll('*').length"))
        .isLessThan((int) few + 100);
    // what the eye and a screen reader meet has one order
    assertThat(
            page.evaluate(
                """
                [...document.querySelectorAll('#rows > .row:not([hidden])')].map((row) => Number(row.dataset.number))
                  .every((number, at, all) => at === 0 || number === all[at - 1] + 1)"""))
        .isEqualTo(true);
  }

  @Test
  void whileAReaderLooksUpNothingMovesAndTheNewOnesAreCounted() {
    open("");
    insert(1, 200);
    assertThat(rowOf("order 200")).isVisible();
    page.mouse().move(600, 500);
    page.mouse().wheel(0, -900);
    Locator row = rowOf("order 150");
    assertThat(row).isVisible();
    assertThat(page.locator("#jump")).isVisible();
    double top = row.boundingBox().y;

    insert(201, 260);

    assertThat(page.locator("#jump")).hasText("60 new changes");
    assertThat(row.boundingBox().y).isEqualTo(top);

    page.locator("#jump").click();

    assertThat(rowOf("order 260")).isVisible();
    assertThat(page.locator("#jump")).isHidden();
  }

  /** More than the page and its client hold, so that the rest waits at the server. */
  @Test
  void afterAPauseEveryChangeIsThere() {
    open("");
    insert(1, 1);
    assertThat(rowOf("order 1")).isVisible();
    int before = number(rowOf("order 1"));
    page.locator("#pause").click();
    assertThat(page.locator("#state .label")).hasText("Paused");
    insert(2, 4_000);
    assertThat(page.locator("#jump")).containsText("At least 1,0");
    assertThat(rowOf("order 1")).isVisible();

    page.locator("#pause").click();

    assertThat(rowOf("order 4000")).isVisible();
    assertThat(number(rowOf("order 4000")) - before).isEqualTo(3_999);
    assertThat(page.locator("body")).hasAttribute("data-state", "live");
  }

  @Test
  void changesOfATransactionAreMarked() {
    open("");
    try (var session = newSession()) {
      session.withTransaction(
          () -> {
            orders.insertOne(session, new Document("_id", "of two"));
            return orders.insertOne(session, new Document("_id", "of three"));
          });
    }

    assertThat(rowOf("of three")).hasClass("row of-transaction");
    assertThat(rowOf("of two")).hasClass("row of-transaction");
  }

  /** An update that is gathered stays in the count, and in the history of its document. */
  @Test
  void aDocumentThatChangesOftenIsOneRowThatSaysHowOften() {
    open("");
    orders.insertOne(new Document("_id", "busy").append("n", 0));
    for (int n = 1; n <= 400; n++) {
      orders.updateOne(Filters.eq("busy"), Updates.set("n", n));
    }

    assertThat(rowOf("busy").locator(".what")).containsText("n 399 → 400");
    assertThat(rowOf("busy").locator(".times")).hasText(Pattern.compile("×\\d{2,3}"));
  }

  @Test
  void theTimelineHasWhatTheServerHasCounted() {
    open("");
    insert(1, 30);

    assertThat(page.locator("#timeline path.insert"))
        .hasAttribute("d", Pattern.compile("^M[\\d. hvMz-]+z$"));
    Locator slider = page.locator("#timeline [role=slider]");
    slider.press("Home");
    assertThat(slider).hasAttribute("aria-valuetext", Pattern.compile("\\d: .*not all is known.*"));
    slider.press("Enter");
    assertThat(page).hasURL(Pattern.compile("\\?from="));
  }

  private static int number(Locator row) {
    return Integer.parseInt(row.getAttribute("data-number"));
  }
}
