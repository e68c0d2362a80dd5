package dev.tidewatch;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** Students and messages in two browsers: what one does, the other shows. */
@ArquillianTest
@RunAsClient
class ApplicationsBrowserIT extends TwoBrowsers {

  private static final String HOSTILE =
      "<script>document.title = 'broken in'</script>&amp; é€\ud83d\ude00";

  @Test
  void editsInOneBrowserAppearInTheOtherWithoutAMouse() {
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
    assertThat(here.locator(".entry")).hasCount(0);

    // the focus is there, and takes its row along when it leaves
    assertThat(there.locator(".entry [role=alert]")).containsText("deleted");
    assertThat(there.locator(".entry button:has-text('Edit')")).isFocused();
    there.keyboard().press("Shift+Tab");
    assertThat(there.locator(".entry")).hasCount(0);
    assertThat(there.locator("#empty")).isVisible();
    assertThat(students.countDocuments()).isZero();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void concurrentEditsToDifferentFieldsAreAllKept() {
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
  void aFailedSaveIsReportedAndKeepsTheInput() {
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
  void aBigCollectionIsPagedAndANewStudentIsAtItsEnd() {
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
  void invisibleCharactersAreNamedOrEscapedAndSavedUnchanged() {
    String name = "\u202e123 \u05d0\u05d1";
    students.insertOne(new Document("_id", "one").append("name", name).append("n", 1));
    messages.insertOne(new Document("msg", name));
    open("messages", there);
    assertThat(there.locator(".entry .text")).hasText(name);
    assertThat(there.locator(".entry .mark")).hasAttribute("data-code", "U+202E");
    open("students", here);
    assertThat(here.locator("h2 .mark")).hasAttribute("data-code", "U+202E");
    assertThat(here.locator(".entry pre")).containsText("\"\\u202e123 \u05d0\u05d1\"");
    assertThat(here.locator(".entry pre bdi").first()).containsText("123");

    here.locator(".entry button:has-text('Edit')").click();
    save(here, "\"n\": 1", "\"n\": 2");

    assertThat(here.locator(".entry pre")).containsText("\"n\": 2");
    assertThat(students.find().first())
        .isEqualTo(new Document("_id", "one").append("name", name).append("n", 2));
  }

  @Test
  void aFailedMessageIsReportedOnThePageAndNotStored() {
    here.navigate(base + "compose");

    here.locator("#send").click();
    assertThat(here.locator("#problem")).containsText("is empty");
    here.locator("#msg").fill("x".repeat(1001));
    here.locator("#send").click();
    assertThat(here.locator("#problem")).containsText("1,001 characters");
    assertThat(here.locator("#msg")).hasValue("x".repeat(1001));
    assertThat(messages.countDocuments()).isZero();

    // the form needs no session, so it may be open for as long as a person likes
    assertThat(here.context().cookies()).isEmpty();
    here.locator("#msg").fill("late");
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
      // with its stylesheets
      there.waitForLoadState();
      assertThat(
              there.evaluate(
                  "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
          .as(name)
          .isEqualTo(0);
    }
  }
}
