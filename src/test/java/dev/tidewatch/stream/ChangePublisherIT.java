package dev.tidewatch.stream;

import static dev.tidewatch.stream.Stages.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.TestMongo;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The publisher against whatever MongoDB the tests have. */
class ChangePublisherIT {

  private static final String DATABASE = "change_publisher_it";

  private static MongoClient client;
  private static MongoCollection<Document> collection;
  private static ExecutorService executor;
  private BsonDocument start;

  @BeforeAll
  static void connect() {
    client = MongoClients.create(TestMongo.uri());
    collection = client.getDatabase(DATABASE).getCollection("test");
    executor = Executors.newFixedThreadPool(2);
  }

  @AfterAll
  static void disconnect() throws InterruptedException {
    executor.shutdown();
    assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).as("all is closed").isTrue();
    client.close();
  }

  @BeforeEach
  void emptyAndFindTheStart() {
    collection.drop();
    try (ChangeStream now =
        ChangeStream.watch(
            WatchTarget.collection(client, DATABASE, "test"), ChangeStreamOptions.NONE)) {
      now.open();
      start = now.resumeToken();
    }
  }

  @Test
  void aSlowSubscriberGetsEachChangeWhenItAsks() {
    insert(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    CollectingSubscriber slow = subscriber(options().batchSize(3));

    for (int n = 0; n < 10; n++) {
      int asked = n + 1;
      slow.request(1);
      await().until(() -> slow.changes.size() == asked);
    }

    assertThat(slow.changes)
        .extracting(change -> change.getDocument("fullDocument").getInt32("n").getValue())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    slow.subscription.cancel();
  }

  @Test
  void eachSubscriberHasAStreamOfItsOwn() {
    insert(1, 2);
    ChangePublisher publisher = publisher(options());

    CollectingSubscriber eager = CollectingSubscriber.of(publisher).request(Long.MAX_VALUE);
    CollectingSubscriber slow = CollectingSubscriber.of(publisher).request(1);

    await().until(() -> eager.changes.size() == 2 && slow.changes.size() == 1);
    eager.subscription.cancel();
    slow.request(1);
    await().until(() -> slow.changes.size() == 2);
    assertThat(slow.changes).isEqualTo(eager.changes);
    slow.subscription.cancel();
  }

  @Test
  void anInvalidateCompletesIt() {
    insert(1);
    CollectingSubscriber subscriber = subscriber(options()).request(Long.MAX_VALUE);
    collection.drop();

    assertThat(subscriber.end).succeedsWithin(30, TimeUnit.SECONDS);
    assertThat(subscriber.changes)
        .extracting(change -> change.getString("operationType").getValue())
        .containsExactly("insert", "drop", "invalidate");
  }

  @Test
  void aBadPipelineIsAnErrorAtTheFirstDemand() {
    CollectingSubscriber subscriber =
        subscriber(options().pipeline(List.of(BsonDocument.parse("{$nonsense: 1}"))));

    assertThat(subscriber.end).isNotDone();
    subscriber.request(1);

    assertFails(subscriber.end, MongoCommandException.class);
  }

  @Test
  @NeedsRealMongo // to find the cursor by $currentOp
  void aCancelEndsTheCursorOnTheServerWhetherItWaitsOrNot() {
    insert(1, 2);
    BsonString comment = new BsonString(UUID.randomUUID().toString());
    CollectingSubscriber idle = subscriber(options().comment(comment).batchSize(1)).request(1);
    CollectingSubscriber waiting =
        subscriber(options().comment(comment).maxAwaitTime(Duration.ofMinutes(1))).request(3);
    await().until(() -> idle.changes.size() == 1 && waiting.changes.size() == 2);
    // the server may be between two getMores for a moment
    await().until(() -> ServerCursors.count(client, comment) == 2);

    idle.subscription.cancel();
    waiting.subscription.cancel();

    await().until(() -> ServerCursors.count(client, comment) == 0);
  }

  private ChangeStreamOptions.Builder options() {
    return ChangeStreamOptions.builder().resumeAfter(start).maxAwaitTime(Duration.ofMillis(200));
  }

  private static ChangePublisher publisher(ChangeStreamOptions.Builder options) {
    return ChangePublisher.watch(
        WatchTarget.collection(client, DATABASE, "test"), options.build(), executor);
  }

  private static CollectingSubscriber subscriber(ChangeStreamOptions.Builder options) {
    return CollectingSubscriber.of(publisher(options));
  }

  private static void insert(int... numbers) {
    for (int n : numbers) {
      collection.insertOne(new Document("n", n));
    }
  }
}
