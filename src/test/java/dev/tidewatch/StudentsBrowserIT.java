package dev.tidewatch;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.mongodb.client.model.Updates;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** The page of the students follows the documents of their feed. */
@ArquillianTest
@RunAsClient
class StudentsBrowserIT extends TwoBrowsers {

  private static final int MANY = 3000;

  @Test
  void changesAreShownInTheOrderOfIdsAndNothingIsAskedFor() {
    students.insertMany(List.of(student("b", "Ben"), student("d", "Dora")));
    List<String> asked = new CopyOnWriteArrayList<>();
    here.onRequest(
        request -> {
          if (request.url().contains("/api/students")) {
            asked.add(request.url());
          }
        });
    open("students", here);
    assertNames(here, "Ben", "Dora");

    students.insertOne(student("c", "Cleo"));
    assertNames(here, "Ben", "Cleo", "Dora");
    students.insertOne(student("a", "Ada"));
    assertNames(here, "Ada", "Ben", "Cleo", "Dora");
    students.updateOne(new Document("_id", "d"), Updates.set("name", "Dana"));
    assertNames(here, "Ada", "Ben", "Cleo", "Dana");
    students.deleteOne(new Document("_id", "b"));
    assertNames(here, "Ada", "Cleo", "Dana");
    assertThat(here.locator("#total")).hasText("1 to 3 of 3 students");
    students.drop();
    assertThat(here.locator("#empty")).isVisible();
    assertThat(here.locator(".entry")).hasCount(0);
    students.insertOne(student("e", "Eve"));
    assertNames(here, "Eve");

    assertThat(here.locator("body")).hasAttribute("data-state", "live");
    assertThat(asked).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void everyDigitIsShownAndAnEditKeepsTheTypes() {
    students.insertOne(
        student("a", "Ada")
            .append("long", 9007199254740993L)
            .append("whole", 3.0)
            .append("exact", Decimal128.parse("1.10"))
            .append("n", 1));
    open("students", here);
    Locator text = here.locator(".entry pre");
    for (String line : List.of("\"long\": 9007199254740993", "\"whole\": 3.0", "\"exact\": 1.10")) {
      assertThat(text).containsText(line);
    }

    here.locator(".entry button:has-text('Edit')").click();
    save(here, "\"n\": 1", "\"n\": 2");
    assertThat(text).containsText("\"n\": 2");
    students.updateOne(new Document("_id", "a"), Updates.set("other", 2L));
    assertThat(text).containsText("\"other\": 2");
    assertThat(text).containsText("\"long\": 9007199254740993");
    assertThat(students.find().first())
        .containsEntry("long", 9007199254740993L)
        .containsEntry("whole", 3.0)
        .containsEntry("exact", Decimal128.parse("1.10"))
        .containsEntry("n", 2);
  }

  @Test
  void ofManyStudentsAPartIsShownAndTheOthersAreTurnedTo() {
    students.insertMany(
        IntStream.range(0, MANY).mapToObj(n -> student("%05d".formatted(n), "s" + n)).toList());
    open("students", here);
    assertThat(here.locator("#total")).hasText("1 to 50 of 3,000 students");
    assertThat(here.locator(".entry")).hasCount(50);
    here.evaluate("window.isSame = true");

    here.locator("#next").click();
    assertThat(here.locator("#total")).hasText("51 to 100 of 3,000 students");
    assertThat(here.locator(".entry h2").first()).hasText("s50");
    students.deleteOne(new Document("_id", "00000"));
    students.insertOne(student("00050a", "new"));
    assertThat(here.locator("#total")).hasText("50 to 99 of 3,000 students");
    assertThat(here.locator(".entry h2").nth(1)).hasText("new");
    here.goBack();
    assertThat(here.locator(".entry h2").first()).hasText("s1");
    assertThat(here.locator("#first")).isHidden();
    here.goForward();
    here.locator("#first").click();
    assertThat(here.locator(".entry h2").first()).hasText("s1");
    assertThat(here).hasURL(base + "students");
    // it was never loaded again
    assertThat(here.evaluate("window.isSame")).isEqualTo(true);
    assertThat(browser.complaints()).isEmpty();
  }

  /** What somebody writes while others delete, insert and change is not taken away. */
  @Test
  void aRowThatIsEditedStaysWhateverHappens() {
    students.insertMany(List.of(student("a", "Ada"), student("b", "Ben"), student("c", "Cleo")));
    open("students", here);
    here.locator(".entry:has-text('Ben') button:has-text('Edit')").click();
    Locator field = here.locator(".entry textarea");
    field.fill("{\"name\": \"Benjamin\"}");

    students.deleteMany(new Document("_id", new Document("$in", List.of("a", "c"))));
    students.insertOne(student("aa", "Amy"));
    assertThat(here.locator(".entry h2").first()).hasText("Amy");
    assertThat(field).hasValue("{\"name\": \"Benjamin\"}");
    assertThat(field).isFocused();
    here.keyboard().press("Control+Enter");
    assertNames(here, "Amy", "Benjamin");
    assertThat(here.locator(".entry button:has-text('Edit')").nth(1)).isFocused();
  }

  private static void assertNames(Page page, String... names) {
    assertThat(page.locator(".entry h2")).hasText(names);
  }

  private static Document student(String id, String name) {
    return new Document("_id", id).append("name", name);
  }
}
