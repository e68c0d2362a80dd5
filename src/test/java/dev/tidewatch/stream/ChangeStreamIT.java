package dev.tidewatch.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.tidewatch.testing.NeedsRealMongo;
import dev.tidewatch.testing.TestMongo;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stream alone, against whatever MongoDB the tests have. */
class ChangeStreamIT {

  private static MongoClient client;
  private static MongoDatabase database;
  private static MongoCollection<Document> collection;

  @BeforeAll
  static void connect() {
    client = MongoClients.create(TestMongo.uri());
    database = client.getDatabase("change_stream_it");
    collection = database.getCollection("test");
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  @BeforeEach
  void empty() {
    collection.drop();
  }

  @Test
  void makingOneDoesNoIoAndClosingItUnusedDoesNothing() {
    ChangeStream stream =
        watch(options().resumeAfter(new BsonDocument("_data", new BsonString("nonsense"))));

    assertThat(stream.isAlive()).isTrue();
    stream.close();
    stream.close();
    assertThat(stream.isAlive()).isFalse();
    assertThat(stream.tryNext()).isEmpty();
  }

  @Test
  void whatMakesNoSenseIsRefusedBeforeAnyIo() {
    assertThatIllegalArgumentException().isThrownBy(() -> options().batchSize(-1).build());
    assertThatThrownBy(() -> ChangeStream.watch(null, ChangeStreamOptions.NONE))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void aChangeKeepsTheServersFieldsAndTheirOrder() {
    try (ChangeStream stream = opened(options())) {
      collection.insertOne(new Document("_id", 1).append("z", 1).append("a", 2));

      RawBsonDocument change = stream.next();

      assertThat(change.keySet())
          .containsExactly(
              "_id",
              "operationType",
              "clusterTime",
              "wallTime",
              "fullDocument",
              "ns",
              "documentKey");
      assertThat(change.getDocument("fullDocument").keySet()).containsExactly("_id", "z", "a");
    }
  }

  @Test
  void theTokenMovesWithEachChangeAndWithEmptyBatches() {
    try (ChangeStream stream = opened(options())) {
      BsonDocument start = stream.resumeToken();
      collection.insertMany(List.of(new Document("n", 1), new Document("n", 2)));

      BsonDocument first = stream.next().getDocument("_id");
      BsonDocument afterFirst = stream.resumeToken();
      stream.next();

      assertThat(data(afterFirst)).isGreaterThanOrEqualTo(data(first)).isGreaterThan(data(start));
      assertThat(data(stream.resumeToken())).isGreaterThan(data(afterFirst));
      afterFirst.clear();
      assertThat(stream.resumeToken()).isNotEmpty();
    }
  }

  @Test
  void aNewStreamGoesOnAfterTheToken() {
    BsonDocument token;
    try (ChangeStream stream = opened(options())) {
      insert(1, 2, 3);
      stream.next();
      token = stream.resumeToken();
    }

    try (ChangeStream stream = watch(options().resumeAfter(token))) {
      assertThat(number(stream.next())).isEqualTo(2);
      assertThat(number(stream.next())).isEqualTo(3);
      assertThat(stream.tryNext()).isEmpty();
    }
  }

  @Test
  void otherWorkOnTheSameClientDoesNotDisturbIt() throws Exception {
    try (ChangeStream stream = opened(options())) {
      CompletableFuture<Void> others =
          CompletableFuture.allOf(
              CompletableFuture.runAsync(() -> insert(IntStream.range(0, 200).toArray())),
              CompletableFuture.runAsync(() -> insert(IntStream.range(0, 200).toArray())));

      for (int seen = 0; seen < 400; seen++) {
        assertThat(stream.next().getString("operationType").getValue()).isEqualTo("insert");
      }
      others.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void thePipelineComesAfterTheStreamsOwnStage() {
    List<BsonDocument> pipeline =
        new java.util.ArrayList<>(
            List.of(BsonDocument.parse("{$match: {'fullDocument.n': {$gt: 1}}}")));
    ChangeStreamOptions.Builder options = options().pipeline(pipeline);
    try (ChangeStream stream = opened(options)) {
      pipeline.clear();
      insert(1, 2);

      assertThat(number(stream.next())).isEqualTo(2);
    }
  }

  @Test
  void afterAnInvalidateItHasEndedAndStartAfterGoesOn() {
    insert(0);
    BsonDocument invalidate;
    try (ChangeStream stream = opened(options())) {
      collection.drop();

      assertThat(stream.next().getString("operationType").getValue()).isEqualTo("drop");
      RawBsonDocument last = stream.next();
      assertThat(last.getString("operationType").getValue()).isEqualTo("invalidate");
      assertThat(last).doesNotContainKeys("ns", "fullDocument");
      assertThat(stream.isAlive()).isFalse();
      assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
      invalidate = last.getDocument("_id");
    }
    insert(1);

    assertThatThrownBy(() -> watch(options().resumeAfter(invalidate)).tryNext())
        .isInstanceOf(MongoCommandException.class);
    try (ChangeStream stream = watch(options().startAfter(invalidate))) {
      assertThat(number(stream.next())).isEqualTo(1);
    }
  }

  @Test
  void closingEndsANextThatWaitsInAnotherThread() {
    ChangeStream stream = opened(ChangeStreamOptions.builder().maxAwaitTime(Duration.ofMinutes(1)));
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(stream::next);

    assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);
    stream.close();

    assertThat(waiting)
        .failsWithin(1, TimeUnit.SECONDS)
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
        .withCauseInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aPipelineThatDropsTheIdEndsTheStreamWithAnError() {
    ChangeStream stream =
        opened(options().pipeline(List.of(BsonDocument.parse("{$project: {_id: 0}}"))));
    insert(1);

    assertThatThrownBy(stream::next).isInstanceOf(MongoException.class);
    assertThat(stream.isAlive()).isFalse();
  }

  @Test
  @NeedsRealMongo // to find the cursor by $currentOp
  void aCursorThatIsGoneIsResumedWithoutACallerNoticing() {
    try (ChangeStream stream = opened(options())) {
      insert(1);
      assertThat(number(stream.next())).isEqualTo(1);
      killCursors();
      insert(2);

      assertThat(number(stream.next())).isEqualTo(2);
      killCursors();
      insert(3);
      assertThat(number(stream.next())).isEqualTo(3);
    }
  }

  @Test
  void anUnknownModeReachesTheServerAndItsRefusalTheCaller() {
    assertThatThrownBy(() -> watch(options().fullDocument("never heard of")).tryNext())
        .isInstanceOf(MongoCommandException.class);
  }

  private static ChangeStreamOptions.Builder options() {
    return ChangeStreamOptions.builder().maxAwaitTime(Duration.ofMillis(200));
  }

  private static ChangeStream watch(ChangeStreamOptions.Builder options) {
    return ChangeStream.watch(
        WatchTarget.collection(client, "change_stream_it", "test"), options.build());
  }

  private static ChangeStream opened(ChangeStreamOptions.Builder options) {
    ChangeStream stream = watch(options);
    stream.open();
    return stream;
  }

  private static void insert(int... numbers) {
    for (int n : numbers) {
      collection.insertOne(new Document("n", n));
    }
  }

  private static int number(RawBsonDocument change) {
    return change.getDocument("fullDocument").getInt32("n").getValue();
  }

  private static String data(BsonDocument token) {
    return token.getString("_data").getValue();
  }

  /** Every idle cursor on the collection, as a restarted server would forget them. */
  private static void killCursors() {
    List<Long> ids = new java.util.ArrayList<>();
    client
        .getDatabase("admin")
        .aggregate(
            List.of(
                Document.parse("{$currentOp: {idleCursors: true}}"),
                Document.parse("{$match: {type: 'idleCursor', ns: 'change_stream_it.test'}}")))
        .forEach(op -> ids.add(op.get("cursor", Document.class).getLong("cursorId")));
    assertThat(ids).isNotEmpty();
    database.runCommand(new Document("killCursors", "test").append("cursors", ids));
  }
}
