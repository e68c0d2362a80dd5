package dev.tidewatch.feed.control.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.tidewatch.feed.control.delivery.TestFeed;
import dev.tidewatch.feed.control.faults.ResumingReader;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import dev.tidewatch.feed.entity.WatchStatus.State;
import dev.tidewatch.testing.TestDatabase;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.RealMongo;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the watch and its readers make of each refusal of a real server. */
@NeedsRealMongo
class StreamFailuresIT {

  private static final String DATABASE = "stream_failures_it";
  private static final Duration LONG = Duration.ofSeconds(60);

  private MongoClient client;
  private MongoCollection<Document> collection;

  @BeforeEach
  void connect() {
    client = MongoClients.create(RealMongo.uri());
    // with both images an update's event is three times as large as its document
    TestDatabase.emptied(client, DATABASE)
        .runCommand(
            Document.parse("{create: 'test', changeStreamPreAndPostImages: {enabled: true}}"));
    collection = client.getDatabase(DATABASE).getCollection("test");
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void anInvalidPipelineStopsTheWatchAndIsNamed() {
    try (TestFeed feed = feed("{$nonsense: 1}")) {
      await().atMost(LONG).until(() -> !feed.statuses().isEmpty());

      assertThat(feed.status().state()).isEqualTo(State.STOPPED);
      assertThat(feed.status().cause()).contains("refuses to open the change stream", "40324");
    }
  }

  @Test
  void aPipelineThatTakesTheIdAwayStopsTheWatchAtTheFirstChange() {
    try (TestFeed feed = feed("{$project: {_id: 0}}").awaitLive()) {
      ResumingReader reader = feed.reader(null);
      insert(1);
      await().atMost(LONG).until(() -> feed.status().state() == State.STOPPED);

      assertThat(feed.status().cause()).contains("let it keep _id");
      assertThat(reader.operations()).isEmpty();
    }
  }

  @Test
  void wrongCredentialsStopTheWatch() {
    String uri = RealMongo.uri().replace("://", "://nobody:secret@");
    try (MongoClient stranger = MongoClients.create(uri);
        TestFeed feed = new TestFeed(source(stranger), 100)) {
      await().atMost(LONG).until(() -> !feed.statuses().isEmpty());

      assertThat(feed.status().state()).isEqualTo(State.STOPPED);
      assertThat(feed.status().cause())
          .contains("refuses these credentials")
          .doesNotContain("secret", "nobody");
    }
  }

  @Test
  void anEventOfMoreThanSixteenMegabytesArrivesWhole() {
    try (TestFeed feed = feed().awaitLive()) {
      assertReadersOfSomethingLargeGet(feed, "insert", "update", "insert");
    }
  }

  @Test
  void anUnsplittableEventIsAGapForWatchAndLateReader() {
    // a stage that no server knows stands for the one that older servers do not know
    ChangeStreamSource old = source(client).sending(StreamFailuresIT::asAnOldServerSeesIt);
    try (TestFeed feed = new TestFeed(old, 1).awaitLive()) {
      for (ResumingReader each :
          assertReadersOfSomethingLargeGet(feed, "insert", "gap", "insert")) {
        assertThat(each.reasons()).containsExactly("oversized");
      }
      assertThat(states(feed)).doesNotContain(State.STOPPED);
    }
  }

  @Test
  void aReaderWhosePositionAPipelineHidesGetsOneGap() {
    Position place;
    try (TestFeed feed = feed().awaitLive()) {
      ResumingReader reader = feed.reader(null);
      insert(1);
      await().atMost(LONG).until(() -> !reader.operations().isEmpty());
      place = reader.position();
    }
    // the place is that of an event which this pipeline does not let through
    try (TestFeed feed = feed("{$match: {'fullDocument.n': {$gt: 1}}}").awaitLive()) {
      ResumingReader reader = feed.reader(place);
      insert(1);
      insert(2);

      await()
          .atMost(LONG)
          .untilAsserted(() -> assertThat(reader.operations()).containsExactly("gap", "insert"));
      assertThat(reader.reasons()).containsExactly("pipeline-changed");
    }
  }

  private static List<State> states(TestFeed feed) {
    return feed.statuses().stream().map(WatchStatus::state).collect(Collectors.toList());
  }

  private static BsonDocument asAnOldServerSeesIt(BsonDocument stage) {
    return stage.containsKey("$changeStreamSplitLargeEvent")
        ? new BsonDocument("$unheardOf", new BsonString(""))
        : stage;
  }

  /** A live reader and one that comes back get the same; returns both. */
  private List<ResumingReader> assertReadersOfSomethingLargeGet(
      TestFeed feed, String... operations) {
    Position before = feed.log().head();
    ResumingReader live = feed.reader(null);
    updateSomethingLarge();
    insert(2);

    List<ResumingReader> readers = List.of(live, feed.reader(before));
    for (ResumingReader reader : readers) {
      await()
          .atMost(LONG)
          .untilAsserted(() -> assertThat(reader.operations()).containsExactly(operations));
    }
    return readers;
  }

  private void updateSomethingLarge() {
    collection.insertOne(new Document("_id", "large").append("text", "x".repeat(9_000_000)));
    collection.updateOne(Filters.eq("large"), Updates.set("text", "y".repeat(9_000_000)));
  }

  private void insert(int n) {
    collection.insertOne(new Document("n", n));
  }

  private TestFeed feed(String... stages) {
    return new TestFeed(source(client, stages), 1);
  }

  private CollectionSource source(MongoClient user, String... stages) {
    return new CollectionSource(
        user,
        collection,
        Stream.of(stages).map(BsonDocument::parse).toList(),
        options -> options.fullDocument("updateLookup").fullDocumentBeforeChange("whenAvailable"));
  }
}
