package dev.tidewatch.feed.control.documents;

import static dev.tidewatch.feed.control.log.Entries.entry;
import static dev.tidewatch.feed.control.log.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoSocketOpenException;
import com.mongodb.ServerAddress;
import dev.tidewatch.feed.control.delivery.ManualScheduler;
import dev.tidewatch.feed.control.documents.DocumentsException.Trouble;
import dev.tidewatch.feed.control.format.DocumentsFormat;
import dev.tidewatch.feed.control.format.V1Format;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.Namespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read, for whom and how often; the tasks are run by hand. */
class DocumentReadsTest {

  private static final Namespace COLLECTION = new Namespace("db", "c");
  private static final DocumentsFormat FORMAT = new V1Format("f");

  private final ManualScheduler schedule = new ManualScheduler();
  private final ChangeLog log = new ChangeLog(10, 1 << 20);
  private final FakeDocuments source = new FakeDocuments(position(5));
  private final DocumentReads reads = new DocumentReads(log, source, schedule);
  private final List<Answer<Snapshot>> moments = new ArrayList<>();
  private final List<Answer<DocumentPage>> pages = new ArrayList<>();

  @Test
  void readersThatBeginTogetherShareTheMomentAndItsPages() {
    log.append(entry(4));
    source.put(1, "{}");
    for (int i = 0; i < 1000; i++) {
      reads.snapshot(COLLECTION, null, moments::add);
    }
    schedule.run(10);
    Snapshot moment = moments.get(0).value();
    for (int i = 0; i < 1000; i++) {
      reads.page(new PageKey(moment, View.ALL, null, 100), FORMAT, pages::add);
    }
    schedule.run(10);
    reads.snapshot(COLLECTION, null, moments::add);
    reads.page(new PageKey(moment, View.ALL, null, 100), FORMAT, pages::add);

    assertThat(moments).hasSize(1001).allMatch(answer -> answer.value() == moment);
    assertThat(pages).hasSize(1001).allMatch(answer -> answer.value() == pages.get(0).value());
    assertThat(source.taken).isOne();
    assertThat(source.reads).hasSize(1);
  }

  @Test
  void aMomentThatTheLogNoLongerReachesBackToIsTakenAgain() {
    log.append(entry(4));
    reads.snapshot(COLLECTION, null, moments::add);
    schedule.run(10);
    for (int n = 6; n < 30; n++) {
      log.append(entry(n));
    }
    reads.snapshot(COLLECTION, null, moments::add);
    schedule.run(10);

    assertThat(source.taken).isEqualTo(2);
  }

  @Test
  void aReaderThatBeginsAgainGetsNoMomentBeforeIts() {
    log.append(entry(4));
    reads.snapshot(COLLECTION, null, moments::add);
    schedule.run(10);
    source.position = position(9);
    reads.snapshot(COLLECTION, position(5), moments::add);
    assertThat(moments).hasSize(2);
    reads.snapshot(COLLECTION, position(6), moments::add);
    schedule.run(10);

    assertThat(moments.get(2).value().position()).isEqualTo(position(9));
  }

  @Test
  void whatNobodyAsksForIsDropped() {
    log.append(entry(4));
    PageKey key = new PageKey(source.take(COLLECTION), View.ALL, null, 100);
    reads.page(key, FORMAT, pages::add);
    schedule.run(10);
    reads.tend(System.nanoTime() + Duration.ofMinutes(1).toNanos());
    reads.page(key, FORMAT, pages::add);
    schedule.run(10);

    assertThat(source.reads).hasSize(2);
  }

  @Test
  void aReadThatFailsIsRepeatedAsLongAsSomebodyWaits() {
    RuntimeException away = new MongoSocketOpenException("away", new ServerAddress());
    source.failures.addAll(List.of(away, away, away));
    PageKey key = new PageKey(source.take(COLLECTION), View.ALL, null, 100);
    Runnable withdraw = reads.page(key, FORMAT, pages::add);
    schedule.run(2);
    assertThat(source.reads).hasSize(1);
    schedule.run(1);
    assertThat(source.reads).hasSize(2);

    withdraw.run();
    schedule.run(100);

    assertThat(source.reads).hasSize(2);
    assertThat(pages).isEmpty();
  }

  @Test
  void aTroubleThatStaysIsAnsweredAtOnce() {
    source.failNext(Trouble.TOO_OLD);
    reads.page(new PageKey(source.take(COLLECTION), View.ALL, null, 100), FORMAT, pages::add);
    schedule.run(10);

    assertThat(pages).containsExactly(Answer.failed(Trouble.TOO_OLD));
    assertThat(schedule.size()).isZero();
  }

  @Test
  void theCacheIsBounded() {
    Snapshot moment = source.take(COLLECTION);
    String text = "{text: '" + "x".repeat(1 << 20) + "'}";
    PageCache cache = new PageCache();
    for (int n = 0; n < 40; n++) {
      DocumentPage page =
          new DocumentPage(List.of(new DocumentPage.Shown(null, text.getBytes())), null, true);
      cache.add(new PageKey(moment, View.ALL, null, n + 1), page, 0);
    }
    assertThat(cache.size()).isBetween(8, 16);
    for (int n = 0; n < 1000; n++) {
      cache.add(
          new PageKey(moment, View.ALL, null, n + 100), new DocumentPage(List.of(), null, true), 0);
    }
    assertThat(cache.size()).isEqualTo(PageCache.MAX_PAGES);
  }

  @Test
  void messagesOfAPageHoldAsManyDocumentsAsFit() {
    List<DocumentPage.Shown> documents = new ArrayList<>();
    for (int n = 0; n < 10; n++) {
      documents.add(
          new DocumentPage.Shown(null, ("{\"n\": \"" + "x".repeat(400) + "\"}").getBytes()));
    }
    documents.add(
        new DocumentPage.Shown(null, ("{\"n\": \"" + "x".repeat(4000) + "\"}").getBytes()));
    DocumentPage page = new DocumentPage(documents, null, true);

    assertThat(page.messages(new V1Format("f", 1024)))
        .hasSize(6)
        .isSameAs(page.messages(new V1Format("f", 1024)));
    assertThat(new DocumentPage(List.of(), null, true).messages(FORMAT)).isEmpty();
  }
}
