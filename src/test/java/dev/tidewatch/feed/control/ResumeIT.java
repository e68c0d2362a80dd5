package dev.tidewatch.feed.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.development.DevelopmentMongo;
import dev.tidewatch.development.oplog.OplogLimits;
import dev.tidewatch.feed.control.delivery.FakeSink;
import dev.tidewatch.feed.control.delivery.SubscribeRequest;
import dev.tidewatch.feed.control.delivery.TestFeed;
import dev.tidewatch.feed.control.faults.ResumingReader;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.PollFormat;
import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.source.CollectionSource;
import dev.tidewatch.feed.control.source.StreamOpening;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.stream.ChangeStream;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The watch, the log, the dispatcher and the catch-up together, without a server: readers leave and
 * come back while the database comes and goes, and the log is so short that they must be caught up.
 */
class ResumeIT {

  private static final int LOG_ENTRIES = 50;
  private static final int SHORT_OPLOG = 2_500;
  private static final Duration LONG = Duration.ofSeconds(60);

  private final AtomicBoolean historyIsLost = new AtomicBoolean();
  private final Random random = new Random(42);
  private DevelopmentMongo mongo;
  private MongoClient client;
  private MongoCollection<Document> collection;
  private TestFeed feed;

  @BeforeEach
  void start() {
    mongo = DevelopmentMongo.start(0, new OplogLimits(SHORT_OPLOG, 1 << 26));
    client = MongoClients.create(settings(mongo.uri()));
    collection = client.getDatabase("test").getCollection("test");
    feed = new TestFeed(this::open, LOG_ENTRIES).awaitLive();
  }

  @AfterEach
  void stop() {
    feed.close();
    client.close();
    mongo.close();
  }

  @Test
  void readersThatComeAndGoGetEveryChangeOnceAndInOrder() throws Exception {
    int count = 2_000;
    Position start = feed.log().head();
    List<ResumingReader> readers = IntStream.range(0, 5).mapToObj(i -> feed.reader(start)).toList();
    var writing = feed.executor().submit(() -> write(count));

    while (!writing.isDone()) {
      readers.get(random.nextInt(readers.size())).leaveAndComeBack();
      TimeUnit.MILLISECONDS.sleep(random.nextInt(20));
    }
    writing.get();

    Integer[] all = IntStream.range(0, count).boxed().toArray(Integer[]::new);
    for (ResumingReader reader : readers) {
      await().atMost(LONG).untilAsserted(() -> assertThat(reader.numbers()).hasSize(count));
      assertThat(reader.numbers()).containsExactly(all);
    }
  }

  @Test
  void overADatabaseThatCrashesNothingIsLostOrRepeated() throws Exception {
    ResumingReader reader = feed.reader(null);
    int count = 0;
    for (int crash = 0; crash < 3; crash++) {
      insert(count++);
      mongo.disconnect();
      await().until(() -> !feed.status().isLive());
      mongo.reconnect();
      insert(count++);
      await().atMost(LONG).until(() -> feed.status().isLive());
      insert(count++);
    }

    Integer[] all = IntStream.range(0, count).boxed().toArray(Integer[]::new);
    await().atMost(LONG).untilAsserted(() -> assertThat(reader.numbers()).containsExactly(all));
    assertThat(feed.statuses())
        .filteredOn(status -> !status.isLive())
        .allSatisfy(status -> assertThat(status.cause()).contains("cannot be reached"));
  }

  @Test
  void aDroppedCollectionIsWatchedOnAndAReaderFromBeforeGetsItAll() {
    Position before = feed.log().head();
    insert(1);
    collection.drop();
    insert(2);
    await().atMost(LONG).until(() -> feed.log().end() >= 4);

    ResumingReader reader = feed.reader(before);

    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(reader.operations())
                    .containsExactly("insert", "drop", "invalidate", "insert"));
  }

  @Test
  void aReaderFromBeforeTheOplogGetsOneGapAndThenWhatIsLeft() {
    Position before = feed.log().head();
    int count = SHORT_OPLOG * 3;
    write(count);
    await().atMost(LONG).until(() -> feed.log().end() == count);

    ResumingReader reader = feed.reader(before);

    await().atMost(LONG).untilAsserted(() -> assertThat(reader.numbers()).endsWith(count - 1));
    assertThat(reader.operations()).startsWith("gap", "insert").containsOnlyOnce("gap");
    List<Integer> numbers = reader.numbers();
    // all that MongoDB has, and not only what is in the log
    assertThat(numbers).hasSizeBetween(SHORT_OPLOG / 2, SHORT_OPLOG);
    assertThat(numbers).isEqualTo(IntStream.range(count - numbers.size(), count).boxed().toList());
  }

  @Test
  void aSearchThatFindsNothingSaysAllAlongHowFarItHasGot() {
    Position before = feed.log().head();
    insert(0);
    for (int n = 1; n < SHORT_OPLOG - 100; n++) {
      collection.updateOne(new Document("_id", 0), new Document("$set", new Document("n", n)));
    }
    await().atMost(LONG).until(() -> feed.log().end() == SHORT_OPLOG - 100);
    List<Position> onTheWay = new CopyOnWriteArrayList<>();
    FakeSink sink =
        new FakeSink(Runnable::run) {
          @Override
          public void reached(Position standing, boolean nothingMore) {
            if (!nothingMore && standing.isAfter(before)) {
              onTheWay.add(standing);
            }
            super.reached(standing, nothingMore);
          }
        };

    feed.subscribers()
        .subscribe(
            SubscribeRequest.of(
                sink,
                Protocol.POLL,
                new PollFormat(WireFormat.DEFAULT_BYTES),
                // the fields are for this server alone to look for
                ChangeFilter.of(List.of("update"), List.of(), List.of()).touching(List.of("other")),
                before));

    await().atMost(LONG).until(() -> sink.upToDate);
    assertThat(sink.position).isEqualTo(feed.log().head());
    assertThat(onTheWay).isNotEmpty().isSorted().allMatch(p -> sink.position.isAfter(p));
    assertThat(sink.messages).hasValue(0);
  }

  @Test
  void aWatchWhoseHistoryIsLostSaysSoOnceAndGoesOn() {
    ResumingReader reader = feed.reader(null);
    insert(1);
    await().untilAsserted(() -> assertThat(reader.numbers()).containsExactly(1));

    historyIsLost.set(true);
    mongo.disconnect();
    await().until(() -> !feed.status().isLive());
    mongo.reconnect();
    await().atMost(LONG).until(() -> feed.status().isLive());
    insert(2);

    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(reader.operations()).containsExactly("insert", "gap", "insert"));
  }

  private void write(int count) {
    for (int n = 0; n < count; n++) {
      insert(n);
    }
  }

  private void insert(int n) {
    while (true) {
      try {
        // the same document again if its answer was lost
        collection.replaceOne(
            new Document("_id", n),
            new Document("_id", n).append("n", n),
            new com.mongodb.client.model.ReplaceOptions().upsert(true));
        return;
      } catch (MongoException e) {
        // away: the writer waits as well
      }
    }
  }

  private ChangeStream open(StreamOpening opening) {
    if (opening.after() != null && historyIsLost.getAndSet(false)) {
      throw new MongoCommandException(
          BsonDocument.parse("{ok: 0, code: 286, codeName: 'ChangeStreamHistoryLost'}"),
          new ServerAddress());
    }
    return new CollectionSource(client, collection, List.of(), options -> {}).open(opening);
  }

  private static MongoClientSettings settings(String uri) {
    return MongoClientSettings.builder()
        .applyConnectionString(new com.mongodb.ConnectionString(uri))
        .applyToClusterSettings(c -> c.serverSelectionTimeout(1, TimeUnit.SECONDS))
        .applyToServerSettings(s -> s.heartbeatFrequency(500, TimeUnit.MILLISECONDS))
        .build();
  }
}
