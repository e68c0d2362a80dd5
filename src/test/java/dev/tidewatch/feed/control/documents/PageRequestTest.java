package dev.tidewatch.feed.control.documents;

import static dev.tidewatch.feed.control.log.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewatch.config.DocumentSettings;
import dev.tidewatch.feed.control.delivery.ManualScheduler;
import dev.tidewatch.feed.control.documents.DocumentsException.Trouble;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.view.FieldMask;
import dev.tidewatch.feed.control.view.Grant;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.query.Query;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;

class PageRequestTest {

  private static final Namespace COLLECTION = new Namespace("db", "c");
  private static final View RARE =
      View.of(
          List.of(
              new Grant(
                  Query.parse(BsonDocument.parse("{rare: true}")), FieldMask.of(List.of("n")))));

  private final ManualScheduler schedule = new ManualScheduler();
  private final FakeDocuments source = new FakeDocuments(position(5));
  private final FeedDocuments documents =
      new FeedDocuments(
          new DocumentReads(new ChangeLog(10, 1 << 20), source, schedule),
          new DocumentPlaces(1),
          new DocumentSettings(100, 1 << 20, Duration.ofMinutes(1), 1));

  @Test
  void pagesOfOneMomentHoldEveryDocumentOnce() {
    for (int n = 0; n < 25; n++) {
      source.put(n, "{n: " + n + "}");
    }
    PageRequest.Result first = page(View.ALL, null, 10);
    source.position = position(9);
    PageRequest.Result second = page(View.ALL, first.next(), 10);
    PageRequest.Result third = page(View.ALL, second.next(), 10);

    assertThat(ids(first)).hasSize(10).startsWith(0);
    assertThat(ids(second)).hasSize(10).startsWith(10);
    assertThat(ids(third)).containsExactly(20, 21, 22, 23, 24);
    assertThat(third.next()).isNull();
    assertThat(third.position()).isEqualTo(position(5));
  }

  /** The id of a hidden document would be told otherwise. */
  @Test
  void aTokenNamesADocumentThatTheReaderSees() {
    for (int n = 0; n < 100; n++) {
      source.put(n, "{n: " + n + ", rare: " + (n % 30 == 7) + "}");
    }
    PageRequest.Result first = page(RARE, null, 2);

    assertThat(ids(first)).containsExactly(7, 37);
    assertThat(first.next().after()).isEqualTo(new BsonInt32(37));
    assertThat(text(first)).doesNotContain("rare");
    PageRequest.Result second = page(RARE, first.next(), 2);
    assertThat(ids(second)).containsExactly(67, 97);
    PageRequest.Result third = page(RARE, second.next(), 2);
    assertThat(ids(third)).isEmpty();
    assertThat(third.next()).isNull();
  }

  @Test
  void aPageEndsAfterItsBytes() {
    String text = "{text: '" + "x".repeat(3 << 20) + "'}";
    for (int n = 0; n < 5; n++) {
      source.put(n, text);
    }
    PageRequest.Result first = page(View.ALL, null, 1000);

    assertThat(ids(first)).containsExactly(0, 1, 2);
    assertThat(ids(page(View.ALL, first.next(), 1000))).containsExactly(3, 4);
  }

  @Test
  void aMomentThatIsGoneIsToldIfThePageContinues() {
    source.put(1, "{}");
    source.put(2, "{}");
    PageToken next = page(View.ALL, null, 1).next();
    source.failNext(Trouble.TOO_OLD);

    assertThatThrownBy(() -> page(View.ALL, next, 2))
        .hasRootCauseInstanceOf(DocumentsException.class)
        .hasMessageContaining("TOO_OLD");
  }

  @Test
  void theFirstPageTakesAnotherMoment() {
    source.put(1, "{}");
    source.failNext(Trouble.TOO_OLD);

    assertThat(ids(page(View.ALL, null, 10))).containsExactly(1);
    assertThat(source.taken).isEqualTo(2);
  }

  @Test
  void aRequestWaitsForItsPlaceAndGivesItBack() {
    PageRequest first = request(View.ALL, null, 10);
    first.begin("a");
    PageRequest second = request(View.ALL, null, 10);
    CompletableFuture<PageRequest.Result> answer = second.begin("a").toCompletableFuture();
    PageRequest third = request(View.ALL, null, 10);
    third.begin("a");
    assertThat(documents.places().waiting()).isEqualTo(2);

    first.cancel();
    schedule.run(100);

    assertThat(answer).isCompleted();
    assertThat(documents.places().waiting()).isZero();
  }

  private PageRequest.Result page(View view, PageToken from, int limit) {
    CompletableFuture<PageRequest.Result> answer =
        request(view, from, limit).begin(null).toCompletableFuture();
    schedule.run(1000);
    return answer.join();
  }

  private PageRequest request(View view, PageToken from, int limit) {
    return new PageRequest(documents, COLLECTION, view, from, limit);
  }

  private static List<Integer> ids(PageRequest.Result page) {
    return page.documents().stream()
        .map(json -> BsonDocument.parse(new String(json, StandardCharsets.UTF_8)))
        .map(document -> document.getInt32("_id").getValue())
        .toList();
  }

  private static String text(PageRequest.Result page) {
    return page.documents().stream()
        .map(json -> new String(json, StandardCharsets.UTF_8))
        .toList()
        .toString();
  }
}
