package dev.tidewatch.development;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.changestream.FullDocument;
import dev.tidewatch.development.events.ResumeToken;
import dev.tidewatch.development.oplog.OplogLimits;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** The oplog is bounded, and a reader that returns too late is told so. */
class HistoryTest {

  private static final int HISTORY_LOST = 286;

  @Test
  void isBoundedByEntries() {
    isBoundedBy(new OplogLimits(10, 1 << 20), "");
  }

  @Test
  void isBoundedByBytes() {
    isBoundedBy(new OplogLimits(1000, 10 * 1200), "x".repeat(1000));
  }

  /** With room for about ten entries, the last five of fifteen are there and the first are not. */
  private static void isBoundedBy(OplogLimits limits, String text) {
    try (DevelopmentMongo mongo = DevelopmentMongo.start(0, limits);
        MongoClient client = MongoClients.create(mongo.uri())) {
      MongoCollection<Document> watched = client.getDatabase("test").getCollection("test");
      List<BsonDocument> events = insert(watched, 0, 9, text);

      insert(watched, 9, 15, text);

      assertThatThrownBy(() -> read(watched, events.get(2)))
          .isInstanceOf(MongoCommandException.class)
          .hasFieldOrPropertyWithValue("code", HISTORY_LOST);
      assertThat(read(watched, events.get(8))).hasSize(6);
    }
  }

  @Test
  void ofAnEarlierProcessIsLost() {
    BsonTimestamp time = new BsonTimestamp(1_700_000_000, 1);
    BsonDocument earlier =
        new BsonDocument("_data", new BsonString(ResumeToken.event(time.getValue()).data()));
    try (DevelopmentMongo mongo = DevelopmentMongo.start(0);
        MongoClient client = MongoClients.create(mongo.uri())) {
      MongoCollection<Document> watched = client.getDatabase("test").getCollection("test");

      assertThatThrownBy(() -> watched.watch().startAfter(earlier).cursor())
          .isInstanceOf(MongoCommandException.class)
          .hasFieldOrPropertyWithValue("code", HISTORY_LOST);
    }
  }

  private static List<BsonDocument> insert(
      MongoCollection<Document> watched, int from, int to, String text) {
    return Events.of(
        watched,
        List.of(),
        FullDocument.DEFAULT,
        () -> {
          for (int i = from; i < to; i++) {
            watched.insertOne(new Document("_id", Integer.toString(i)).append("text", text));
          }
        },
        Events.insertOf(Integer.toString(to - 1)));
  }

  private static List<BsonDocument> read(MongoCollection<Document> watched, BsonDocument event) {
    BsonDocument token = event.getDocument("_id");
    return Events.read(
        watched, List.of(), stream -> stream.resumeAfter(token), Events.insertOf("14"));
  }
}
