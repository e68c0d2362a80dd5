package dev.tidewatch.feed.control.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.tidewatch.feed.control.delivery.TestFeed;
import dev.tidewatch.feed.control.faults.ResumingReader;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus.State;
import dev.tidewatch.testing.TestDatabase;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.RealMongo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A change that the server cannot produce is a gap in its place, and only there: for a reader that
 * is there when it happens, and for one that comes back from before. The log holds one entry, so
 * the latter reads MongoDB.
 */
@NeedsRealMongo
class UnreadableEventsIT {

  private static final String DATABASE = "unreadable_events_it";
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String DIVIDE = "{$addFields: {q: {$divide: [1, '$fullDocument.n']}}}";

  private MongoClient client;
  private MongoCollection<Document> collection;
  private String before = "whenAvailable";

  @BeforeEach
  void connect() {
    client = MongoClients.create(RealMongo.uri());
    TestDatabase.emptied(client, DATABASE).createCollection("test");
    collection = client.getDatabase(DATABASE).getCollection("test");
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        DIVIDE,
        "{$match: {$expr: {$gt: [{$divide: [1, '$fullDocument.n']}, 0]}}}",
        "{$addFields: {q: {$toInt: {$cond: [{$eq: ['$fullDocument.n', 0]}, 'x', 1]}}}}",
        "{$redact: {$cond: [{$gt: [{$divide: [1, {$ifNull: ['$fullDocument.n', 1]}]}, 0]},"
            + " '$$KEEP', '$$PRUNE']}}"
      })
  void aChangeForWhichAStageFailsIsAGapInItsPlace(String stage) {
    assertEverybodyGets(
        List.of("1", "2", "unreadable", "4", "unreadable", "unreadable", "7"),
        () -> insert(1, 2, 0, 4, 0, 0, 7),
        stage);
  }

  @Test
  void changesThatAPipelineFiltersOutAreNoGap() {
    assertEverybodyGets(
        List.of("1", "unreadable", "5"),
        () -> insert(-1, 1, -2, -3, 0, -4, 5, -6),
        "{$match: {$or: [{'fullDocument.n': {$gt: -3}}, {'fullDocument.n': -5}]}}",
        DIVIDE,
        "{$match: {'fullDocument.n': {$gt: -1}}}");
  }

  @Test
  void oneAmongThousandsThatAreFilteredOutIsFound() {
    int[] numbers = IntStream.range(0, 2_500).map(n -> -n - 1).toArray();
    numbers[2_200] = 0;
    numbers[2_400] = 9;
    assertEverybodyGets(
        List.of("unreadable", "9"),
        () -> insert(numbers),
        DIVIDE,
        "{$match: {'fullDocument.n': {$gt: -1}}}");
  }

  @Test
  void goodChangesInTheSameBatchAreNotLost() {
    int[] numbers = IntStream.range(0, 300).map(n -> n % 97 == 96 ? 0 : n + 1).toArray();
    List<String> expected =
        IntStream.of(numbers).mapToObj(n -> n == 0 ? "unreadable" : "" + n).toList();
    assertEverybodyGets(expected, () -> insert(numbers), DIVIDE);
  }

  @Test
  void oneInsideATransactionIsAGapBetweenTheOthers() {
    assertEverybodyGets(
        List.of("1", "2", "unreadable", "4", "unreadable", "6"),
        () -> {
          insert(1);
          try (ClientSession session = client.startSession()) {
            session.startTransaction();
            for (int n : new int[] {2, 0, 4, 0}) {
              collection.insertOne(session, new Document("n", n));
            }
            session.commitTransaction();
          }
          insert(6);
        },
        DIVIDE);
  }

  @Test
  void aRequiredPreImageThatIsMissingIsAGapAndInsertsArrive() {
    before = "required";
    assertEverybodyGets(
        List.of("1", "2", "unreadable", "unreadable", "3"),
        () -> {
          insert(1, 2);
          collection.updateOne(Filters.eq("n", 1), Updates.set("n", 5));
          collection.deleteOne(Filters.eq("n", 2));
          insert(3);
        });
  }

  @Test
  void aChangeWithoutItsPreImageThatThePipelineFiltersOutIsNoGap() {
    before = "required";
    assertEverybodyGets(
        List.of("1", "2", "3"),
        () -> {
          insert(1, 2);
          collection.updateOne(Filters.eq("n", 1), Updates.set("n", 5));
          insert(3);
        },
        "{$match: {operationType: 'insert'}}");
  }

  @Test
  void aReaderComesBackToSuchAGapWhateverTheDocumentsIdIs() {
    try (TestFeed feed = feed(DIVIDE).awaitLive()) {
      Position start = feed.log().head();
      for (Object id : new Object[] {7.5, "x".repeat(2_100), 1L << 60}) {
        collection.insertOne(new Document("_id", id).append("n", 0));
      }
      insert(4);
      ResumingReader first = feed.reader(start);
      awaitThat(first, List.of("unreadable", "unreadable", "unreadable", "4"));

      List<Position> places = first.positions();
      for (int i = 0; i < places.size(); i++) {
        ResumingReader reader = feed.reader(places.get(i));
        awaitThat(
            reader,
            List.of("unreadable", "unreadable", "unreadable", "4").subList(i + 1, places.size()));
      }
    }
  }

  @Test
  void manyInARowDoNotStopTheWatchForLong() {
    int count = 300;
    int[] numbers = new int[count];
    CollectionSource source = source(DIVIDE);
    try (TestFeed feed = new TestFeed(source, 1).awaitLive()) {
      ResumingReader reader = feed.reader(null);
      long began = System.nanoTime();
      int opened = source.opened();
      insert(numbers);
      insert(1);
      List<String> expected = new ArrayList<>();
      IntStream.range(0, count).forEach(n -> expected.add("unreadable"));
      expected.add("1");
      awaitThat(reader, expected);

      System.out.printf(
          "%d changes that cannot be produced: %d ms, %d streams opened%n",
          count, Duration.ofNanos(System.nanoTime() - began).toMillis(), source.opened() - opened);
      assertThat(source.opened() - opened).isLessThan(5 * count);
    }
  }

  /** What both kinds of readers get: a change's number, or a gap's reason. */
  private void assertEverybodyGets(List<String> expected, Runnable writes, String... stages) {
    try (TestFeed feed = feed(stages).awaitLive()) {
      Position start = feed.log().head();
      ResumingReader present = feed.reader(null);
      writes.run();
      awaitThat(present, expected);
      ResumingReader late = feed.reader(start);
      awaitThat(late, expected);
      // a reader that leaves at any position and returns gets the rest
      ResumingReader middle = feed.reader(late.positions().get(expected.size() / 2));
      awaitThat(middle, expected.subList(expected.size() / 2 + 1, expected.size()));

      assertThat(feed.statuses()).noneMatch(status -> status.state() == State.STOPPED);
    }
  }

  private static void awaitThat(ResumingReader reader, List<String> expected) {
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(reader.numbersAndReasons()).isEqualTo(expected));
  }

  private void insert(int... numbers) {
    collection.insertMany(IntStream.of(numbers).mapToObj(n -> new Document("n", n)).toList());
  }

  private TestFeed feed(String... stages) {
    return new TestFeed(source(stages), 1);
  }

  private CollectionSource source(String... stages) {
    return new CollectionSource(
        client,
        collection,
        Stream.of(stages).map(BsonDocument::parse).toList(),
        options -> options.fullDocumentBeforeChange(before));
  }
}
