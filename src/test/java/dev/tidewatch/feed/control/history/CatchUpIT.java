package dev.tidewatch.feed.control.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.feed.control.delivery.CountingReader;
import dev.tidewatch.feed.control.delivery.TestFeed;
import dev.tidewatch.feed.control.faults.ResumingReader;
import dev.tidewatch.feed.control.source.CollectionSource;
import dev.tidewatch.feed.control.source.StreamOpening;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.stream.ChangeStream;
import dev.tidewatch.testing.mongo.SentCommands;
import dev.tidewatch.testing.mongo.TestMongo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After a restart the log is empty, and all readers come back at once with ids from before it. */
class CatchUpIT {

  private static final int CHANGES = 5_000;
  private static final int READERS = 1_000;
  private static final Duration LONG = Duration.ofSeconds(60);

  private final SentCommands commands = new SentCommands();
  private final Random random = new Random(42);
  private MongoClient client;
  private MongoCollection<Document> collection;
  private Position start;
  private List<Position> positions;

  @BeforeEach
  void write() {
    client =
        MongoClients.create(
            MongoClientSettings.builder()
                .applyConnectionString(new com.mongodb.ConnectionString(TestMongo.uri()))
                .addCommandListener(commands)
                .build());
    collection = client.getDatabase("catch_up_it").getCollection("test");
    collection.drop();
    try (TestFeed before = new TestFeed(this::open, CHANGES).awaitLive()) {
      start = before.log().head();
      for (int n = 0; n < CHANGES; n += 500) {
        collection.insertMany(
            IntStream.range(n, n + 500)
                .mapToObj(i -> new Document("_id", i).append("n", i))
                .toList());
      }
      await().atMost(LONG).until(() -> before.log().end() == CHANGES);
      positions = new ArrayList<>();
      for (int n = 0; n < CHANGES; n++) {
        positions.add(before.log().at(n).position());
      }
    }
    commands.clear();
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void aThousandReadersThatComeBackCostMongoAFewStreams() {
    long alone;
    try (TestFeed feed = feed()) {
      alone = nanosUntilCurrent(List.of(new CountingReader(feed.subscribers(), start)));
    }
    commands.clear();
    try (TestFeed feed = feed()) {
      int watches = commands.count("aggregate");
      List<Integer> missed = random.ints(READERS, 0, CHANGES - 1).boxed().toList();
      long began = System.nanoTime();
      List<CountingReader> readers =
          missed.stream()
              .map(n -> new CountingReader(feed.subscribers(), positions.get(CHANGES - 1 - n)))
              .toList();

      await().atMost(LONG).until(() -> readers.stream().allMatch(CountingReader::isCurrent));
      long together = System.nanoTime() - began;

      assertThat(readers.stream().map(CountingReader::changes).toList()).isEqualTo(missed);
      assertThat(commands.count("aggregate") - watches).isBetween(1, 8);
      System.out.printf(
          "%d readers, up to %d changes behind: %d streams, %d ms; one alone %d ms%n",
          READERS,
          CHANGES,
          commands.count("aggregate") - watches,
          together / 1_000_000,
          alone / 1_000_000);
    }
  }

  @Test
  void readersThatBeginAtMomentsShareReadsToo() {
    List<BsonTimestamp> seconds =
        positions.stream()
            .map(position -> position.clusterTime().orElseThrow().getTime())
            .distinct()
            .map(second -> new BsonTimestamp(second, 0))
            .toList();
    try (TestFeed feed = feed()) {
      int watches = commands.count("aggregate");
      List<ResumingReader> readers =
          IntStream.range(0, 100)
              .mapToObj(i -> seconds.get(i % seconds.size()))
              .map(second -> feed.reader(Position.ofTime(second, start)))
              .toList();

      for (int i = 0; i < readers.size(); i++) {
        Position moment = Position.ofTime(seconds.get(i % seconds.size()), start);
        Integer[] owed =
            IntStream.range(0, CHANGES)
                .filter(n -> positions.get(n).isAfter(moment))
                .boxed()
                .toArray(Integer[]::new);
        ResumingReader reader = readers.get(i);
        await().atMost(LONG).untilAsserted(() -> assertThat(reader.numbers()).hasSize(owed.length));
        assertThat(reader.numbers()).containsExactly(owed);
      }
      assertThat(commands.count("aggregate") - watches).isBetween(1, 8);
    }
  }

  @Test
  void readersThatShareABacklogGetEachChangeOnceAndInOrder() {
    try (TestFeed feed = feed()) {
      List<ResumingReader> readers =
          IntStream.range(0, 20).mapToObj(i -> feed.reader(positions.get(i * 200))).toList();
      for (int i = 0; i < 100; i++) {
        readers.get(random.nextInt(readers.size())).leaveAndComeBack();
      }

      for (int i = 0; i < readers.size(); i++) {
        ResumingReader reader = readers.get(i);
        Integer[] owed = IntStream.range(i * 200 + 1, CHANGES).boxed().toArray(Integer[]::new);
        await().atMost(LONG).untilAsserted(() -> assertThat(reader.numbers()).hasSize(owed.length));
        assertThat(reader.numbers()).containsExactly(owed);
      }
    }
  }

  @Test
  void anUnusedCursorIsClosed() {
    try (TestFeed feed = feed()) {
      CountingReader reader = new CountingReader(feed.subscribers(), start);
      reader.leave();

      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(commands.count("killCursors"))
                      .isEqualTo(commands.count("aggregate") - 1));
    }
  }

  private static long nanosUntilCurrent(List<CountingReader> readers) {
    long began = System.nanoTime();
    await().atMost(LONG).until(() -> readers.stream().allMatch(CountingReader::isCurrent));
    return System.nanoTime() - began;
  }

  private TestFeed feed() {
    return new TestFeed(this::open, CHANGES).awaitLive();
  }

  private ChangeStream open(StreamOpening opening) {
    return new CollectionSource(
            client,
            client.getDatabase("catch_up_it").getCollection("test"),
            List.of(),
            options -> {})
        .open(opening);
  }
}
