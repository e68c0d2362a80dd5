package dev.tidewatch.development;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ordinary use by the driver, and crashes. */
class DevelopmentMongoTest {

  private DevelopmentMongo mongo;
  private MongoClient client;
  private MongoCollection<Document> collection;

  @BeforeEach
  void connect() {
    mongo = DevelopmentMongo.start(0);
    client = MongoClients.create(mongo.uri());
    collection = client.getDatabase("test").getCollection("test");
  }

  @AfterEach
  void disconnect() {
    client.close();
    mongo.close();
  }

  @Test
  void theThreeLinesOfTheFirstExampleGiveThreeEvents() {
    try (MongoCursor<ChangeStreamDocument<Document>> events = collection.watch().cursor()) {
      collection.insertOne(new Document());
      collection.updateOne(new Document(), Document.parse("{$set: {x: 1}}"));
      collection.deleteOne(new Document());

      assertThat(List.of(events.next(), events.next(), events.next()))
          .extracting(event -> event.getOperationType().getValue())
          .containsExactly("insert", "update", "delete");
    }
  }

  @Test
  void saysThatItIsAReplicaSetOfOne() {
    Document hello = client.getDatabase("admin").runCommand(new Document("hello", 1));

    assertThat(hello.getBoolean("isWritablePrimary")).isTrue();
    assertThat(hello.getString("setName")).isEqualTo("development");
    assertThat(mongo.uri()).isEqualTo("mongodb://" + hello.getString("me"));
  }

  @Test
  void aDriverThatDiscoversTheReplicaSetFindsIt() {
    try (MongoClient discovering = MongoClients.create(mongo.uri() + "/?replicaSet=development")) {
      discovering.getDatabase("test").getCollection("test").insertOne(new Document());
    }

    assertThat(collection.countDocuments()).isEqualTo(1);
  }

  @Test
  void twentyThousandInsertsAreAllSeenAndInOrder() throws Exception {
    List<Integer> expected = IntStream.range(0, 20_000).boxed().toList();
    try (MongoCursor<ChangeStreamDocument<Document>> events = collection.watch().cursor()) {
      CompletableFuture<List<Integer>> seen =
          CompletableFuture.supplyAsync(() -> ids(events, expected.size()));

      for (int i = 0; i < 10_000; i += 1000) {
        collection.insertMany(documents(i, i + 1000));
      }
      documents(10_000, 20_000).forEach(collection::insertOne);

      assertThat(seen.get(120, SECONDS)).isEqualTo(expected);
    }
  }

  private static List<Document> documents(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> new Document("_id", i)).toList();
  }

  private static List<Integer> ids(MongoCursor<ChangeStreamDocument<Document>> events, int count) {
    List<Integer> ids = new ArrayList<>();
    while (ids.size() < count) {
      ids.add(events.next().getDocumentKey().getInt32("_id").getValue());
    }
    return ids;
  }

  @Test
  void aWatcherLosesNothingOverACrash() {
    try (MongoCursor<ChangeStreamDocument<Document>> events = collection.watch().cursor()) {
      collection.insertOne(new Document("_id", 0));
      assertThat(ids(events, 1)).containsExactly(0);
      collection.insertOne(new Document("_id", 1));

      mongo.disconnect();
      mongo.reconnect();
      collection.insertOne(new Document("_id", 2));

      assertThat(ids(events, 2)).containsExactly(1, 2);
    }
  }

  @Test
  void listensOnItsPortAgainAfterEachOfManyCrashes() {
    for (int i = 0; i < 200; i++) {
      mongo.disconnect();
      mongo.reconnect();
    }

    assertThat(collection.countDocuments()).isZero();
  }

  @Test
  void isAwayBetweenACrashAndTheRestart() {
    collection.insertOne(new Document());
    mongo.disconnect();
    try (MongoClient impatient =
        MongoClients.create(mongo.uri() + "/?serverSelectionTimeoutMS=200")) {
      assertThatThrownBy(() -> impatient.getDatabase("test").runCommand(new Document("ping", 1)))
          .isInstanceOf(MongoException.class);

      mongo.reconnect();

      assertThat(collection.countDocuments()).isEqualTo(1);
    }
  }

  @Test
  void anUnacknowledgedWriteIsAChangeToo() {
    try (MongoCursor<ChangeStreamDocument<Document>> events = collection.watch().cursor()) {
      collection.withWriteConcern(WriteConcern.UNACKNOWLEDGED).insertOne(new Document("_id", 7));

      assertThat(ids(events, 1)).containsExactly(7);
    }
  }

  @Test
  void aSessionKnowsTheTimeOfItsWrites() {
    try (ClientSession session = client.startSession()) {
      collection.insertOne(session, new Document("_id", 1));
      BsonTimestamp time = session.getOperationTime();
      collection.insertOne(session, new Document("_id", 2));

      try (var events = collection.watch().startAtOperationTime(time).cursor()) {
        assertThat(ids(events, 2)).containsExactly(1, 2);
      }
    }
  }
}
