package dev.tidewatch.feed.control.delivery;

import static dev.tidewatch.feed.control.log.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.config.DocumentSettings;
import dev.tidewatch.feed.control.documents.DocumentPlaces;
import dev.tidewatch.feed.control.documents.DocumentReads;
import dev.tidewatch.feed.control.documents.DocumentsException.Trouble;
import dev.tidewatch.feed.control.documents.FakeDocuments;
import dev.tidewatch.feed.control.documents.FeedDocuments;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.filter.CollectionChanges;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.format.V1Format;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.view.FieldMask;
import dev.tidewatch.feed.control.view.Grant;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.ImagePolicy;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.query.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

/** What a reader of documents is sent; reads run by hand. */
class LiveDocumentsTest {

  private static final Namespace COLLECTION = new Namespace("db", "c");
  private static final View RARE =
      View.of(List.of(new Grant(Query.parse(BsonDocument.parse("{rare: true}")), FieldMask.ALL)));

  private final ManualScheduler schedule = new ManualScheduler();
  private final ChangeLog log = new ChangeLog(1000, 1 << 20);
  private final FakeDocuments source = new FakeDocuments(position(5));

  @Test
  void documentsComeBeforeCurrentAndChangesAfterIt() {
    log.advance(position(1));
    for (int n = 0; n < 40; n++) {
      source.put(n, "{}");
    }
    source.estimate = 40;
    append(2, "insert", 7);
    append(6, "delete", 7);
    LiveDocuments reader = reader(View.ALL, bounds(100, 2));

    assertThat(read(reader)).containsExactly("documents 40", "current 5 of 40", "changes delete 7");
    assertThat(reader.isUpToDate()).isTrue();
    append(8, "insert", 7);
    assertThat(read(reader)).containsExactly("changes insert 7");
  }

  @Test
  void ofAMomentThatIsTooOldTheRestIsReadAtALaterOne() {
    log.advance(position(1));
    for (int n = 0; n < 2000; n++) {
      source.put(n, "{}");
    }
    LiveDocuments reader = reader(View.ALL, bounds(10_000, 2));
    assertThat(readOnly(reader)).isEqualTo("documents 512");
    // of documents that were sent, one that was not yet, and after the later moment
    append(6, "delete", 7);
    append(7, "delete", 1999);
    append(11, "insert", 7);
    source.documents.remove(7);
    source.documents.remove(1999);
    source.position = position(10);
    source.failures.add(new IllegalStateException("MongoDB is away for one read"));
    source.failNext(Trouble.TOO_OLD);

    List<String> rest = read(reader);

    assertThat(rest)
        .containsExactly(
            "changes delete 7",
            "documents 512",
            "documents 512",
            "documents 463",
            "current 10 of 1999",
            "changes insert 7");
  }

  /** Nobody wakes it when the watch moves on without a change. */
  @Test
  void betweenTwoMomentsItIsLookedAfterLikeALiveReader() {
    log.advance(position(1));
    for (int n = 0; n < 600; n++) {
      source.put(n, "{}");
    }
    LiveDocuments reader = reader(View.ALL, bounds(10_000, 2));
    assertThat(readOnly(reader)).isEqualTo("documents 512");
    source.failNext(Trouble.TOO_OLD);
    source.position = position(10);
    log.advance(position(7));
    assertThat(read(reader)).isEmpty();
    assertThat(reader.isFar()).isFalse();

    log.advance(position(10));
    assertThat(read(reader)).containsExactly("documents 88", "current 10 of 600");
  }

  @Test
  void aReaderThatHasLeftCanStillBeAsked() {
    log.advance(position(1));
    LiveDocuments reader = reader(View.ALL, bounds(100, 2));
    read(reader);
    reader.leave();
    reader.leave();

    assertThat(reader.isAtEnd()).isFalse();
    assertThat(reader.hasMore()).isFalse();
    assertThat(reader.isAsking()).isFalse();
    assertThat(reader.parkedAt()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void withACollationItBeginsAgainInstead() {
    log.advance(position(1));
    for (int n = 0; n < 600; n++) {
      source.put(n, "{}");
    }
    source.collated = true;
    LiveDocuments reader = reader(View.ALL, bounds(10_000, 2));
    assertThat(readOnly(reader)).isEqualTo("documents 512");
    source.failNext(Trouble.TOO_OLD);
    source.position = position(9);
    log.advance(position(9));

    assertThat(read(reader))
        .containsExactly(
            "reset snapshot-too-old", "documents 512", "documents 88", "current 9 of 600");
  }

  @Test
  void aGapAndAChangeOfTheWholeCollectionBeginAgain() {
    log.advance(position(1));
    source.put(1, "{}");
    LiveDocuments reader = reader(View.ALL, bounds(100, 2));
    read(reader);
    append(6, "drop", 0);
    append(7, "insert", 2);
    source.documents.clear();
    source.put(2, "{}");
    source.position = position(8);

    assertThat(read(reader))
        .containsExactly("changes drop 0, insert 2", "reset drop", "documents 1", "current 8 of 1");

    log.append(new LogEntry(new Gap(Gap.Reason.OVERSIZED, position(8), position(9))));
    source.position = position(10);
    // the second time it waits, so that resets in a row cost little
    assertThat(read(reader)).containsExactly("gap", "reset oversized");
    assertThat(reader.isFar()).isFalse();
  }

  @Test
  void aMomentBeforeTheResetIsNotTaken() {
    log.advance(position(1));
    LiveDocuments reader = reader(View.ALL, bounds(100, 2));
    read(reader);
    append(6, "drop", 0);
    assertThat(read(reader)).containsExactly("changes drop 0", "reset drop");
    assertThat(reader.isFar()).isFalse();
    assertThat(source.taken).isEqualTo(2);
  }

  @Test
  void whatAViewHidesIsNotCountedAndPagesWithoutAnythingArePassedOver() {
    log.advance(position(1));
    for (int n = 0; n < 3000; n++) {
      source.put(n, "{rare: " + (n % 1000 == 999) + "}");
    }
    LiveDocuments reader = reader(RARE, bounds(100, 2));

    List<String> messages = read(reader);

    assertThat(messages)
        .containsExactly("documents 1", "documents 1", "documents 1", "current 5 of 3");
  }

  @Test
  void aReaderIsSentNoMoreThanItMayBe() {
    log.advance(position(1));
    for (int n = 0; n < 2000; n++) {
      source.put(n, "{rare: true}");
    }
    LiveDocuments reader = reader(RARE, bounds(1000, 2));
    assertThat(read(reader)).containsExactly("documents 512");
    assertThat(reader.refusal()).isEqualTo(CloseReason.TOO_MANY_DOCUMENTS);

    // what the collection says of itself is enough for a reader that sees all of it
    source.estimate = 2000;
    source.position = position(6);
    LiveDocuments all = reader(View.ALL, bounds(1000, 2));
    assertThat(read(all)).isEmpty();
    assertThat(all.refusal()).isEqualTo(CloseReason.TOO_MANY_DOCUMENTS);
  }

  @Test
  void aReaderThatTakesTooLongIsRefused() {
    log.advance(position(1));
    source.put(1, "{}");
    LiveDocuments reader =
        reader(View.ALL, documents(new DocumentSettings(100, 1 << 20, Duration.ZERO, 2)));

    assertThat(read(reader)).isEmpty();
    assertThat(reader.refusal()).isEqualTo(CloseReason.SLOW_DOCUMENTS);
  }

  @Test
  void aViewOfTheDatabaseIsNoCollection() {
    log.advance(position(1));
    source.failNext(Trouble.NO_COLLECTION);
    LiveDocuments reader = reader(View.ALL, bounds(100, 2));
    read(reader);

    assertThat(reader.refusal()).isEqualTo(CloseReason.NO_COLLECTION);
  }

  @Test
  void withoutAPlaceAReaderWaitsAndHasHeartbeats() {
    log.advance(position(1));
    source.put(1, "{}");
    FeedDocuments documents = bounds(100, 1);
    LiveDocuments first = reader(View.ALL, documents);
    LiveDocuments second = reader(View.ALL, documents);
    assertThat(first.next()).isNull();
    assertThat(read(second)).isEmpty();
    assertThat(second.isAsking()).isTrue();
    assertThat(second.isKnown()).isTrue();
    assertThat(second.heartbeat().texts()).containsExactly("{\"type\":\"heartbeat\"}");

    read(first);

    assertThat(read(second)).containsExactly("documents 1", "current 5 of 1");
  }

  @Test
  void aReaderThatLeavesGivesItsPlaceBack() {
    FeedDocuments documents = bounds(100, 1);
    LiveDocuments first = reader(View.ALL, documents);
    first.settle();
    first.leave();
    LiveDocuments second = reader(View.ALL, documents);
    second.settle();
    second.leave();
    assertThat(documents.places().waiting()).isZero();
    schedule.run(10);
    assertThat(source.reads).isEmpty();
  }

  /** A collection of the same database is dropped, and another is renamed to this one. */
  @Test
  void ofADatabaseOnlyWhatConcernsTheCollectionBeginsAgain() {
    LogEntry other = change(1, "{operationType: 'drop', ns: {db: 'db', coll: 'x'}}");
    LogEntry own = change(2, "{operationType: 'drop', ns: {db: 'db', coll: 'c'}}");
    LogEntry onto =
        change(
            3, "{operationType: 'rename', ns: {db: 'db', coll: 'x'}, to: {db: 'db', coll: 'c'}}");
    LogEntry database = change(4, "{operationType: 'dropDatabase', ns: {db: 'db'}}");
    LogEntry another = change(5, "{operationType: 'dropDatabase', ns: {db: 'dbc'}}");
    LogEntry end = change(6, "{operationType: 'invalidate'}");

    assertThat(List.of(own, onto, database, end))
        .allMatch(entry -> CollectionChanges.voids(COLLECTION, entry));
    assertThat(List.of(other, another))
        .noneMatch(entry -> CollectionChanges.voids(COLLECTION, entry));
  }

  private FeedDocuments bounds(long max, int readers) {
    return documents(new DocumentSettings(max, 1 << 20, Duration.ofMinutes(1), readers));
  }

  private FeedDocuments documents(DocumentSettings settings) {
    return new FeedDocuments(
        new DocumentReads(log, source, schedule), new DocumentPlaces(settings.readers()), settings);
  }

  private LiveDocuments reader(View view, FeedDocuments documents) {
    Subscribers subscribers =
        new Dispatcher(Runnable::run)
            .serve(log, NoHistory.of(log), new ImagePolicy(true, true, true), documents);
    return new LiveDocuments(
        subscribers,
        SubscribeRequest.of(
                FakeSink.immediate(),
                Protocol.WEBSOCKET,
                new V1Format("f"),
                ChangeFilter.NONE,
                null)
            .seeing(view)
            .withDocuments(COLLECTION),
        () -> {});
  }

  /** Everything that it is sent now, in words. */
  private List<String> read(LiveDocuments reader) {
    List<String> messages = new ArrayList<>();
    // a read needs a task, and its answer another look
    for (int idle = 0; idle < 20; ) {
      OutboundMessage message = reader.next();
      if (message == null) {
        reader.isUpToDate();
        idle += schedule.run(1) == 0 && !reader.isSearching() ? 1 : 0;
      } else {
        messages.add(words(message));
      }
    }
    return messages;
  }

  private String readOnly(LiveDocuments reader) {
    while (true) {
      OutboundMessage message = reader.next();
      if (message != null) {
        return words(message);
      }
      schedule.run(1);
    }
  }

  private static String words(OutboundMessage message) {
    BsonDocument json = BsonDocument.parse(message.texts().get(0));
    String type = json.getString("type").getValue();
    return switch (type) {
      case "documents" -> type + " " + json.getArray("documents").size();
      case "current" ->
          type
              + " "
              + Integer.parseInt(
                  dev.tidewatch.feed.entity.Position.ofId(json.getString("position").getValue())
                      .data()
                      .substring(2),
                  16)
              + " of "
              + json.getInt32("count").getValue();
      case "reset" -> type + " " + json.getString("reason").getValue();
      case "changes" ->
          type
              + " "
              + String.join(
                  ", ",
                  json.getArray("changes").stream()
                      .map(item -> item.asDocument().getDocument("change"))
                      .map(
                          change ->
                              change.getString("operationType").getValue()
                                  + " "
                                  + change.getDocument("documentKey").getInt32("_id").getValue())
                      .toList());
      default -> type;
    };
  }

  private void append(int at, String operation, int id) {
    log.append(
        change(
            at,
            "{operationType: '%s', ns: {db: 'db', coll: 'c'}, documentKey: {_id: %d}}"
                .formatted(operation, id)));
  }

  private static LogEntry change(int at, String json) {
    return new LogEntry(new Change(position(at), RawBsonDocument.parse(json)));
  }
}
