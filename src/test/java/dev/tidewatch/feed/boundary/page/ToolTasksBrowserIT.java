package dev.tidewatch.feed.boundary.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** What a developer does with the page of a feed, each by the fewest keys. */
@ArquillianTest
@RunAsClient
class ToolTasksBrowserIT extends ToolInBrowser {

  @Test
  void oneDocumentAmongManyIsFoundByTypingItsId() {
    insert(1, 500);
    String needle = "needle " + new ObjectId();
    orders.insertOne(new Document("_id", needle));
    insert(501, 1_000);
    open("");

    press("/");
    page.keyboard().type("key:\"" + needle + "\"");
    press("Enter");

    assertThat(rows()).hasCount(1);
    assertThat(rowOf(needle)).isVisible();
  }

  @Test
  void onlyDeletesAreOneKey() {
    open("");
    insert(1, 5);
    orders.deleteOne(Filters.eq("order 3"));
    assertThat(rowOf("order 3").locator(".op")).hasText("delete");

    press("4");

    assertThat(page).hasURL(Pattern.compile("\\?op=delete$"));
    assertThat(rowOf("order 3").locator(".op")).hasText("delete");
    assertThat(page.locator("#rows > .row:visible[data-operation=insert]")).hasCount(0);
    page.goBack();
    assertThat(rowOf("order 5").locator(".op")).hasText("insert");
  }

  @Test
  void aChangeOpensWithWhatItDidAndItsHistoryTellsWhatWasBefore() {
    // MongoDB remembers what an earlier run did
    String id = "told " + new ObjectId();
    orders.insertOne(new Document("_id", id).append("status", "new").append("n", 1L));
    orders.updateOne(Filters.eq(id), Updates.set("status", "paid"));
    open("?op=update");
    rowOf(id).click();
    Locator detail = page.locator("#detail");
    assertThat(detail.locator(".difference")).hasText("status: 'paid'\n");

    press("h");

    assertThat(detail.locator(".history li")).hasCount(2);
    assertThat(detail.locator("del.line")).hasText("  status: 'new'\n");
    assertThat(detail.locator("ins.line")).hasText("  status: 'paid'\n");
    assertThat(detail.locator(".difference")).containsText("n: Long('1')");
    detail.locator(".history a").first().click();
    assertThat(detail.locator("h2 .op")).hasText("insert");
    detail.getByText("Document", new Locator.GetByTextOptions().setExact(true)).click();
    assertThat(detail.locator("pre")).containsText("status: 'new'");
  }

  @Test
  void aChangeIsCopiedWholeByTwoKeys() {
    orders.insertOne(new Document("_id", "copied").append("n", 9_007_199_254_740_993L));
    open("");
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    rowOf("copied").click();
    assertThat(page.locator("#detail .tabs")).isVisible();

    press("c");
    press("Enter");

    assertThat(page.locator("#announcements")).hasText(Pattern.compile("Copied"));
    Document copied = Document.parse((String) page.evaluate("navigator.clipboard.readText()"));
    assertThat(copied.get("fullDocument", Document.class).get("n"))
        .isEqualTo(9_007_199_254_740_993L);
  }

  @Test
  void whatMatchesIsExportedAsLinesOfJson() throws IOException {
    insert(1, 2_000);
    orders.deleteOne(Filters.eq("order 7"));
    open("?op=insert");
    assertThat(rowOf("order 2000")).isVisible();

    Download download =
        page.waitForDownload(
            () -> {
              page.locator("#tools summary").getByText("Export").click();
              page.locator("#tools").getByText("NDJSON").click();
            });

    List<Document> lines =
        Files.readAllLines(download.path()).stream().map(Document::parse).toList();
    assertThat(lines)
        .hasSizeGreaterThanOrEqualTo(2_000)
        .allSatisfy(
            line ->
                assertThat(line.get("change", Document.class).getString("operationType"))
                    .isEqualTo("insert"));
    assertThat(page.locator(".export-progress")).containsText(" changes exported.");
  }

  @Test
  void aLinkOpensTheChangeBesideItsNeighboursInAnotherBrowser() {
    insert(1, 300);
    open("");
    assertThat(rowOf("order 300")).isVisible();
    rowOf("order 290").click();
    assertThat(page.locator("#detail h2 .key")).hasText("'order 290'");
    String link = page.url();

    Page other = browser.page(1400, 900);
    other.navigate(link);

    assertThat(other.locator("#detail h2 .key")).hasText("'order 290'");
    assertThat(other.locator("#rows a[aria-current]")).containsText("'order 290'");
    for (int neighbour : new int[] {289, 291}) {
      assertThat(other.locator("#rows .key:text-is(\"'order " + neighbour + "'\")")).isVisible();
    }
    other.close();
  }

  @Test
  void tenMinutesAgoIsTheKeyOfTimeAndAChoice() {
    insert(1, 3);
    open("");

    press("t");
    press("Tab");
    press("Enter");

    assertThat(page).hasURL(Pattern.compile("\\?from=\\d{4}-"));
    assertThat(page.locator(".look-back summary")).containsText("From ");
    assertThat(rows().first()).isVisible();
    // there may be more than the list holds
    assertThat(page.locator("body")).hasAttribute("data-state", Pattern.compile("live|held"));
  }

  @Test
  void whatIsReadStaysAndGoesOnAtTheEndByKeysAlone() {
    open("");
    insert(1, 50);
    assertThat(rowOf("order 50")).isVisible();
    press("k");
    assertThat(page.locator("#rows a[aria-current]")).containsText("'order 50'");
    press("k");
    press("k");
    assertThat(page.locator("#rows a[aria-current]")).containsText("'order 48'");
    double top = rowOf("order 48").boundingBox().y;

    insert(51, 70);

    assertThat(page.locator("#jump")).hasText("20 new changes");
    assertThat(rowOf("order 48").boundingBox().y).isEqualTo(top);
    press("Escape");
    assertThat(page.locator("#detail")).isHidden();
    press("End");
    assertThat(rowOf("order 70")).isVisible();
    insert(71, 71);
    assertThat(rowOf("order 71")).isVisible();
  }

  @Test
  void keysAreListedDoNothingInFieldsAndCanBeSwitchedOff() {
    open("");
    press("/");
    page.keyboard().type("4?");
    assertThat(page.locator("#filter input")).hasValue("4?");
    press("Escape");

    press("?");
    Locator list = page.locator("dialog");
    assertThat(list).isVisible();
    list.getByRole(com.microsoft.playwright.options.AriaRole.CHECKBOX).uncheck();
    press("Escape");
    press("4");
    press("Space");

    assertThat(page.locator("#state .label")).hasText("Live");
    assertThat(page).hasURL(Pattern.compile("feeds/shop$"));
    page.reload();
    assertThat(page.locator("body")).hasAttribute("data-state", "live");
    press("4");
    assertThat(page).hasURL(Pattern.compile("feeds/shop$"));
  }

  private Locator rows() {
    return page.locator("#rows > .row:visible");
  }

  private void press(String key) {
    page.keyboard().press(key);
  }
}
