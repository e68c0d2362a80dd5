package dev.tidewatch.development;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.changestream.FullDocument;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From wherever a reader comes back, it gets exactly what came after. */
class ResumeTest {

  private DevelopmentMongo mongo;
  private MongoClient client;
  private MongoCollection<Document> watched;

  @BeforeEach
  void connect() {
    mongo = DevelopmentMongo.start(0);
    client = MongoClients.create(mongo.uri());
    watched = client.getDatabase("test").getCollection("watched");
  }

  @AfterEach
  void disconnect() {
    client.close();
    mongo.close();
  }

  @Test
  void tokensAreUpperCaseHexadecimalAndSortAsTheStreamDoes() {
    List<String> tokens = script().stream().map(Events::token).toList();

    assertThat(tokens).hasSizeGreaterThan(100).allMatch(token -> token.matches("([0-9A-F]{2})+"));
    assertThat(tokens).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void resumingAfterAnEventGivesItsTail() {
    List<BsonDocument> events = script();

    for (int i = 0; i < events.size() - 1; i++) {
      BsonDocument token = events.get(i).getDocument("_id");
      List<BsonDocument> tail =
          Events.read(watched, List.of(), s -> s.resumeAfter(token), Events::isInvalidate);

      assertThat(tail).as("after event %d", i).isEqualTo(events.subList(i + 1, events.size()));
    }
  }

  @Test
  void startingAtTheTimeOfAnEventGivesItAndItsTail() {
    List<BsonDocument> events = script();

    for (int i = 0; i < events.size() - 2; i++) {
      BsonTimestamp time = Events.time(events.get(i));
      List<BsonDocument> tail =
          Events.read(watched, List.of(), s -> s.startAtOperationTime(time), Events::isInvalidate);

      assertThat(tail).as("at event %d", i).isEqualTo(events.subList(i, events.size()));
    }
  }

  @Test
  void resumingAfterTheTokenOfABatchGivesTheEventsAfterIt() {
    List<BsonDocument> events = script();
    BsonDocument first = events.get(0).getDocument("_id");

    List<Batch> batches = batches(first, 7);

    int read = 1;
    for (Batch batch : batches.subList(0, batches.size() - 1)) {
      read += batch.size();
      List<BsonDocument> tail =
          Events.read(watched, List.of(), s -> s.resumeAfter(batch.token()), Events::isInvalidate);
      assertThat(tail).as("after %d", read).isEqualTo(events.subList(read, events.size()));
    }
  }

  @Test
  void afterAnInvalidateOnlyStartAfterGoesOn() {
    List<BsonDocument> events = script();
    BsonDocument invalidate = events.get(events.size() - 1).getDocument("_id");
    watched.insertOne(new Document("_id", "again"));

    List<BsonDocument> again =
        Events.read(watched, List.of(), s -> s.startAfter(invalidate), Events.insertOf("again"));

    assertThat(again).hasSize(1);
    assertThatThrownBy(() -> watched.watch().resumeAfter(invalidate).cursor())
        .isInstanceOf(MongoCommandException.class)
        .hasFieldOrPropertyWithValue("code", 260);
  }

  @Test
  void aDropAndItsInvalidateAreOfOneTime() {
    List<BsonDocument> events = script();

    BsonDocument drop = events.get(events.size() - 2);
    BsonDocument invalidate = events.get(events.size() - 1);

    assertThat(drop.getString("operationType").getValue()).isEqualTo("drop");
    assertThat(Events.time(invalidate)).isEqualTo(Events.time(drop));
    assertThat(invalidate.get("wallTime")).isEqualTo(drop.get("wallTime"));
  }

  private List<BsonDocument> script() {
    return Events.of(
        watched,
        List.of(),
        FullDocument.DEFAULT,
        () -> {
          new ChangeScript(watched).writes();
          watched.drop();
        },
        Events::isInvalidate);
  }

  /** What a reader of so many events a batch knows after each one. */
  private record Batch(int size, BsonDocument token) {}

  private List<Batch> batches(BsonDocument resumeAfter, int batchSize) {
    List<Batch> batches = new ArrayList<>();
    Document cursor =
        RawCommands.aggregate(
            client.getDatabase("test"),
            new Document("resumeAfter", resumeAfter),
            new Document("batchSize", batchSize));
    batches.add(batch(cursor, "firstBatch"));
    while (cursor.getLong("id") != 0) {
      Document command = RawCommands.getMore(cursor.getLong("id")).append("batchSize", batchSize);
      cursor = RawCommands.cursor(client.getDatabase("test").runCommand(command));
      batches.add(batch(cursor, "nextBatch"));
    }
    return batches;
  }

  private static Batch batch(Document cursor, String name) {
    BsonDocument token = cursor.get("postBatchResumeToken", Document.class).toBsonDocument();
    return new Batch(cursor.getList(name, Document.class).size(), token);
  }
}
