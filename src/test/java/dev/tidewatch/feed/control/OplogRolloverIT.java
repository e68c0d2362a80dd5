package dev.tidewatch.feed.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.feed.control.faults.ResumingReader;
import dev.tidewatch.feed.control.watch.WatchedFeed;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.testing.mongo.FirstCommand;
import dev.tidewatch.testing.mongo.NeedsMongod;
import dev.tidewatch.testing.mongo.ReplicaSet;
import dev.tidewatch.testing.network.SocksRelay;
import java.time.Duration;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A watch that is cut off until a real oplog has forgotten where it was. */
@NeedsMongod
class OplogRolloverIT {

  private static final String DATABASE = "oplog_rollover_it";
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final byte[] BIG = new byte[1 << 20];

  private final FirstCommand opened = new FirstCommand("aggregate");
  private ReplicaSet set;
  private SocksRelay relay;
  private MongoClient watchers;
  private MongoClient ours;
  private MongoCollection<Document> collection;
  private WatchedFeed feed;

  @BeforeEach
  void start() {
    set = ReplicaSet.startWithSmallOplog();
    relay = SocksRelay.start();
    watchers = opened.client(relay.through(set.uri()));
    ours = MongoClients.create(set.uri());
    collection = ours.getDatabase(DATABASE).getCollection("test");
    feed = new WatchedFeed(watchers, DATABASE, 50);
  }

  @AfterEach
  void stop() {
    feed.close();
    watchers.close();
    ours.close();
    relay.close();
    set.close();
  }

  @Test
  void aWatchThatWasAwayTooLongSaysSoOnceAndIsLiveAgainAtOnce() {
    ResumingReader reader = feed.reader();
    insert(1);
    await().atMost(LONG).untilAsserted(() -> assertThat(reader.numbers()).containsExactly(1));
    relay.refuse();
    await().atMost(LONG).until(() -> !feed.status().isLive());
    insert(2);
    rollOver();

    opened.forget();
    relay.admit();
    int live = insertUntilOneArrives(3);

    assertThat(feed.gaps()).extracting(Gap::reason).containsExactly(Gap.Reason.HISTORY_LOST);
    assertThat(reader.operations()).startsWith("insert", "gap", "insert").containsOnlyOnce("gap");
    assertThat(reader.numbers()).startsWith(1, live);
  }

  private void insert(int n) {
    collection.insertOne(new Document("_id", n).append("n", n));
  }

  /** Writes elsewhere until the oplog begins behind the watch's position. */
  private void rollOver() {
    MongoCollection<Document> elsewhere = ours.getDatabase(DATABASE).getCollection("big");
    BsonTimestamp position = time(feed.head().data());
    await()
        .atMost(LONG)
        .until(
            () -> {
              elsewhere.insertOne(new Document("big", BIG));
              return beginning().compareTo(position) > 0;
            });
  }

  private BsonTimestamp beginning() {
    return ours.getDatabase("local")
        .getCollection("oplog.rs")
        .find()
        .sort(new Document("$natural", 1))
        .projection(new Document("ts", 1))
        .first()
        .get("ts", BsonTimestamp.class);
  }

  /** A resume token begins with 82 and its cluster time. */
  private static BsonTimestamp time(String token) {
    return new BsonTimestamp(Long.parseUnsignedLong(token.substring(2, 18), 16));
  }

  /** Returns the first that did; the watch must not have tried in vain before it. */
  private int insertUntilOneArrives(int first) {
    int[] next = {first};
    int arrived =
        await()
            .atMost(LONG)
            .pollInterval(Duration.ofMillis(20))
            .until(
                () -> {
                  insert(next[0]++);
                  return feed.numbers();
                },
                numbers -> numbers.size() > 1)
            .get(1);
    Duration took = opened.since();
    System.out.println("live again " + took.toMillis() + " ms after the server was reached");
    // one that finds the history lost, and one that begins after it
    assertThat(opened.count()).isEqualTo(2);
    return arrived;
  }
}
