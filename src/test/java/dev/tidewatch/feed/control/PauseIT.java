package dev.tidewatch.feed.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.feed.control.watch.WatchedFeed;
import dev.tidewatch.feed.entity.WatchStatus;
import dev.tidewatch.testing.mongo.SteadyWriter;
import dev.tidewatch.testing.mongo.TestMongo;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A watch that is paused reads nothing and keeps its place; resumed, it goes on from there. */
class PauseIT {

  private static final String DATABASE = "pause_it";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int LOG_ENTRIES = 50;
  private static final int PAUSES = 20;

  private MongoClient client;
  private MongoCollection<Document> collection;
  private WatchedFeed feed;

  @BeforeEach
  void start() {
    client = MongoClients.create(TestMongo.uri());
    collection = client.getDatabase(DATABASE).getCollection("test");
    feed = new WatchedFeed(client, DATABASE, LOG_ENTRIES);
  }

  @AfterEach
  void stop() {
    feed.close();
    client.close();
  }

  @Test
  void whatHappensMeanwhileComesWhenItIsResumed() {
    insert(0, 10);
    awaitNumbers(10);

    feed.pause();
    await().atMost(SOON).until(() -> feed.status().equals(WatchStatus.PAUSED));
    insert(10, 30);
    assertThat(feed.numbers()).hasSize(10);

    feed.resume();
    awaitNumbers(30);
    await().atMost(SOON).until(() -> feed.status().isLive());
  }

  @Test
  void howeverOftenItIsPausedEveryChangeComesOnceAndInOrder() {
    Random random = new Random(7);
    int written;
    try (SteadyWriter writer =
        new SteadyWriter(TestMongo.uri(), DATABASE, "test", () -> Integer.MAX_VALUE)) {
      for (int i = 0; i < PAUSES; i++) {
        int enough = feed.numbers().size() + random.nextInt(100);
        await().atMost(SOON).until(() -> feed.numbers().size() >= enough);
        feed.pause();
        // now and then at once, while it is still being closed
        if (random.nextBoolean()) {
          await().atMost(SOON).until(() -> feed.status().equals(WatchStatus.PAUSED));
        }
        feed.resume();
      }
      written = writer.stop();
    }
    awaitNumbers(written);
    assertThat(feed.gaps()).isEmpty();
  }

  @Test
  void aPausedWatchEndsAtOnce() {
    feed.pause();
    await().atMost(SOON).until(() -> feed.status().equals(WatchStatus.PAUSED));

    feed.close();

    await().atMost(SOON).until(feed::hasEnded);
  }

  private void insert(int from, int to) {
    collection.insertMany(IntStream.range(from, to).mapToObj(n -> new Document("n", n)).toList());
  }

  private void awaitNumbers(int count) {
    List<Integer> all = IntStream.range(0, count).boxed().toList();
    await().atMost(SOON).until(() -> feed.numbers().size() >= count);
    assertThat(feed.numbers()).isEqualTo(all);
  }
}
