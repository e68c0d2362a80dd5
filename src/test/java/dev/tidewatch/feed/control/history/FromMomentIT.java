package dev.tidewatch.feed.control.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.feed.control.delivery.TestFeed;
import dev.tidewatch.feed.control.faults.ResumingReader;
import dev.tidewatch.feed.control.source.CollectionSource;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.testing.mongo.NeedsMongod;
import dev.tidewatch.testing.mongo.ReplicaSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Readers that begin at a moment, of a server whose oplog is small. */
@NeedsMongod
class FromMomentIT {

  private static final Duration LONG = Duration.ofSeconds(90);
  private static final byte[] BIG = new byte[1 << 19];
  private static final Document NEWEST_LAST = new Document("$natural", 1);

  private ReplicaSet set;
  private MongoClient client;
  private MongoCollection<Document> collection;

  @BeforeEach
  void start() {
    set = ReplicaSet.startWithSmallOplog();
    client = MongoClients.create(set.uri());
    collection = client.getDatabase("from_moment_it").getCollection("test");
  }

  @AfterEach
  void stop() {
    client.close();
    set.close();
  }

  @Test
  void beforeTheOplogThereIsOneGapAndThenAllThatMongoHas() {
    int last = rollOver();
    List<Integer> before = kept();

    try (TestFeed feed = feed(50)) {
      List<ResumingReader> readers =
          List.of(
              feed.reader(beginningOf(1, feed)),
              feed.reader(beginningOf(1_000_000_000, feed)),
              feed.reader(beginningOf(1, feed)));

      for (ResumingReader reader : readers) {
        await().atMost(LONG).untilAsserted(() -> assertThat(reader.numbers()).contains(last));
        assertThat(reader.reasons()).containsExactly("history-lost");
        assertThat(reader.operations()).startsWith("gap", "insert");
        // the oplog may have lost more meanwhile, never less
        int first = reader.numbers().get(0);
        assertThat(reader.numbers())
            .containsExactlyElementsOf(IntStream.rangeClosed(first, last).boxed().toList());
        assertThat(before).contains(first);
        assertThat(kept()).allMatch(number -> number >= first);
      }
      long began = System.nanoTime();
      Instant oldest = oldest(feed);
      System.out.printf("oldest found in %d ms%n", (System.nanoTime() - began) / 1_000_000);
      assertThat(Integer.toUnsignedLong(beginning().getTime()))
          .isBetween(oldest.getEpochSecond() - 1, oldest.getEpochSecond());
      ResumingReader fromThere = feed.reader(beginningOf((int) oldest.getEpochSecond(), feed));
      insert(last + 1);
      await().atMost(LONG).untilAsserted(() -> assertThat(fromThere.numbers()).contains(last + 1));
      assertThat(fromThere.reasons()).isEmpty();
      // each position is one that the reader can come back to
      ResumingReader reader = readers.get(0);
      List<Position> positions = reader.positions();
      for (int i : List.of(0, 1)) {
        ResumingReader back = feed.reader(positions.get(i));
        await()
            .atMost(LONG)
            .untilAsserted(
                () ->
                    assertThat(back.numbers())
                        .contains(last + 1)
                        .isEqualTo(reader.numbers().subList(i, reader.numbers().size())));
        assertThat(back.reasons()).isEmpty();
      }
    }
  }

  @Test
  void aMomentIsTheSameInTheLogInTheOplogAndAfterARestartOfTheDatabase() {
    insert(0);
    awaitNextSecond();
    insert(1);
    insert(2);
    try (ClientSession session = client.startSession()) {
      session.withTransaction(
          () -> {
            for (int n = 3; n < 7; n++) {
              collection.insertOne(session, new Document("_id", n).append("n", n));
            }
            return null;
          });
    }
    insert(7);
    BsonTimestamp second = timeOf(1);
    BsonTimestamp transaction = timeOfTransaction();
    List<Integer> expected = IntStream.range(1, 8).boxed().toList();
    try (TestFeed large = feed(1000);
        TestFeed small = feed(1)) {
      check(large, second, expected);
      set.kill(0);
      set.restart(0);
      set.awaitHealth();
      insert(8);
      List<Integer> later = IntStream.range(1, 9).boxed().toList();
      check(large, second, later);
      check(small, second, later);
      // a transaction is whole: its changes have one time
      List<Integer> fromTransaction =
          later.stream().filter(n -> n >= 3 || sameSecond(timeOf(n), transaction)).toList();
      check(small, transaction, fromTransaction);
      check(large, transaction, fromTransaction);
    }
  }

  private void check(TestFeed feed, BsonTimestamp moment, List<Integer> expected) {
    ResumingReader reader = feed.reader(beginningOf(moment.getTime(), feed));
    await().atMost(LONG).untilAsserted(() -> assertThat(reader.numbers()).isEqualTo(expected));
    assertThat(reader.reasons()).isEmpty();
    reader.leave();
  }

  private static boolean sameSecond(BsonTimestamp a, BsonTimestamp b) {
    return a.getTime() == b.getTime();
  }

  private TestFeed feed(int logEntries) {
    return new TestFeed(
            new CollectionSource(client, collection, List.of(), options -> {}), logEntries)
        .awaitLive();
  }

  private Instant oldest(TestFeed feed) {
    FeedStreamFactory streams =
        new FeedStreamFactory(new CollectionSource(client, collection, List.of(), options -> {}));
    return new OldestMoment(feed.log(), streams, feed.executor()).get(LONG).orElseThrow();
  }

  private BsonTimestamp beginning() {
    return oplog().find().sort(NEWEST_LAST).first().get("ts", BsonTimestamp.class);
  }

  private static Position beginningOf(int second, TestFeed feed) {
    return Position.ofTime(new BsonTimestamp(second, 0), feed.log().head());
  }

  private void insert(int n) {
    collection.insertOne(new Document("_id", n).append("n", n));
  }

  /** Until the server's clock shows another second than that of its last change. */
  private void awaitNextSecond() {
    int now = lastTime().getTime();
    await().atMost(LONG).until(() -> noop().getTime() > now);
  }

  private BsonTimestamp noop() {
    client
        .getDatabase("admin")
        .runCommand(new Document("appendOplogNote", 1).append("data", new Document("n", 1)));
    return lastTime();
  }

  private BsonTimestamp lastTime() {
    return oplog().find().sort(new Document("$natural", -1)).first().get("ts", BsonTimestamp.class);
  }

  private BsonTimestamp timeOf(int n) {
    return oplog()
        .find(new Document("ns", "from_moment_it.test").append("o._id", n))
        .first()
        .get("ts", BsonTimestamp.class);
  }

  private BsonTimestamp timeOfTransaction() {
    return oplog().find(new Document("o.applyOps.o._id", 3)).first().get("ts", BsonTimestamp.class);
  }

  /** Writes a small document and a large one elsewhere in turn, until the first has gone. */
  private int rollOver() {
    MongoCollection<Document> elsewhere = client.getDatabase("from_moment_it").getCollection("big");
    int[] next = {0};
    await()
        .atMost(LONG)
        .until(
            () -> {
              insert(next[0]++);
              elsewhere.insertOne(new Document("big", BIG));
              List<Integer> kept = kept();
              return !kept.isEmpty() && kept.get(0) > 0;
            });
    return next[0] - 1;
  }

  /** The numbers of the documents whose insert the oplog has. */
  private List<Integer> kept() {
    List<Integer> kept = new ArrayList<>();
    oplog()
        .find(new Document("ns", "from_moment_it.test").append("op", "i"))
        .sort(NEWEST_LAST)
        .forEach(entry -> kept.add(entry.get("o", Document.class).getInteger("n")));
    return kept;
  }

  private MongoCollection<Document> oplog() {
    return client.getDatabase("local").getCollection("oplog.rs");
  }
}
