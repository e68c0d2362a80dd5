package dev.tidewatch.feed.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.feed.control.watch.WatchedFeed;
import dev.tidewatch.testing.mongo.NeedsMongod;
import dev.tidewatch.testing.mongo.ReplicaSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/**
 * MongoDB is killed right after a change whose resume token has type bits, or is very long: the
 * watch goes on there, without a gap.
 */
@NeedsMongod
class KilledAfterAnyIdIT {

  private static final String DATABASE = "killed_after_any_id_it";
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void theWatchGoesOnRightAfterTheLastChange() {
    try (ReplicaSet set = ReplicaSet.start(1);
        // the stream resumes by itself if it finds a server in this time; the watch is to do it
        MongoClient client = MongoClients.create(set.uri() + "&serverSelectionTimeoutMS=1000");
        WatchedFeed feed = new WatchedFeed(client, DATABASE, 100)) {
      MongoCollection<Document> collection =
          client
              .getDatabase(DATABASE)
              .getCollection("test")
              .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
      List<Integer> expected = new ArrayList<>();
      for (Object id : List.of(7.5, 1L << 60, "x".repeat(20_000))) {
        insert(collection, id, expected);
        await().atMost(LONG).until(() -> feed.numbers().equals(expected));
        set.kill(0);
        await().atMost(LONG).until(() -> !feed.status().isLive());
        set.restart(0);
        set.awaitHealth();
        insert(collection, "after " + expected.size(), expected);

        await().atMost(LONG).until(() -> feed.numbers().equals(expected));
      }
      assertThat(feed.gaps()).isEmpty();
    }
  }

  private static void insert(
      MongoCollection<Document> collection, Object id, List<Integer> expected) {
    collection.insertOne(new Document("_id", id).append("n", expected.size()));
    expected.add(expected.size());
  }
}
