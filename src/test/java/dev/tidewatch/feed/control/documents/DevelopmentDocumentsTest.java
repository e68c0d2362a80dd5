package dev.tidewatch.feed.control.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import dev.tidewatch.config.DocumentSettings;
import dev.tidewatch.development.DevelopmentMongo;
import dev.tidewatch.feed.control.delivery.TestFeed;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.mongo.Connections;
import dev.tidewatch.mongo.MongoConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Live documents on the development MongoDB, which a newcomer meets, while it is written to. */
class DevelopmentDocumentsTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final long PACE_NANOS = 1_000_000;
  private static final Namespace COLLECTION = new Namespace("test", "live");
  private static final DocumentSettings BOUNDS =
      new DocumentSettings(2000, 1L << 30, Duration.ofMinutes(10), 64);

  private final AtomicInteger written = new AtomicInteger();
  private DevelopmentMongo server;
  private MongoConnection mongo;
  private MongoClient client;
  private MongoCollection<BsonDocument> collection;

  @BeforeEach
  void connect() {
    server = DevelopmentMongo.start(0);
    mongo = Connections.to(server.uri());
    client = MongoClients.create(server.uri());
    collection = client.getDatabase("test").getCollection("live", BsonDocument.class);
  }

  @AfterEach
  void disconnect() {
    client.close();
    mongo.client().close();
    server.close();
  }

  @Test
  void everyReaderHasTheCollectionAndThenEveryChangeOnce() throws Exception {
    List<BsonDocument> documents = new ArrayList<>();
    for (int n = 0; n < 1000; n++) {
      documents.add(document(n, 0));
    }
    collection.insertMany(documents);
    try (TestFeed feed = feed().awaitLive()) {
      AtomicBoolean stopped = new AtomicBoolean();
      Thread writer = new Thread(() -> write(stopped), "writer");
      writer.start();
      List<DocumentReader> readers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int moment = written.get() + 50;
        await().atMost(LONG).until(() -> written.get() >= moment);
        readers.add(reader(feed, i % 2 == 0 ? Protocol.WEBSOCKET : Protocol.SSE));
      }
      // without a pause of the writer
      await().atMost(LONG).until(() -> readers.stream().allMatch(DocumentReader::isCurrent));
      stopped.set(true);
      writer.join();
      collection.insertOne(new BsonDocument("_id", new BsonString("zz-end")));
      String end = DocumentReader.text(new BsonString("zz-end"));
      await().atMost(LONG).until(() -> readers.stream().allMatch(r -> r.state().containsKey(end)));

      Map<String, String> now = now();
      assertThat(readers)
          .allSatisfy(
              reader -> {
                assertThat(reader.problems()).isEmpty();
                assertThat(reader.segments()).hasSize(1);
                assertThat(reader.state()).isEqualTo(now);
              });
      // the earliest reader was sent every change that a later one was sent
      List<Position> first = readers.get(0).segments().get(0).changes;
      assertThat(readers)
          .allSatisfy(
              reader -> {
                List<Position> own = reader.segments().get(0).changes;
                assertThat(own)
                    .doesNotHaveDuplicates()
                    .isEqualTo(first.subList(first.size() - own.size(), first.size()));
              });
    }
  }

  @Test
  void aDropBeginsAgainAndTooManyDocumentsAreRefused() {
    collection.insertOne(document(1, 0));
    try (TestFeed feed = feed().awaitLive()) {
      DocumentReader reader = reader(feed, Protocol.WEBSOCKET);
      await().atMost(LONG).until(reader::isCurrent);
      assertThat(reader.state()).hasSize(1);
      collection.drop();
      await().atMost(LONG).until(() -> reader.segments().size() == 2 && reader.isCurrent());
      assertThat(reader.state()).isEmpty();
      assertThat(reader.resets()).containsExactly("drop");

      List<BsonDocument> many = new ArrayList<>();
      for (int n = 0; n <= BOUNDS.max(); n++) {
        many.add(document(n, 0));
      }
      collection.insertMany(many);
      // a reader may get a moment of 10 s ago
      await()
          .atMost(LONG)
          .until(
              () -> {
                DocumentReader another = reader(feed, Protocol.WEBSOCKET);
                await().until(() -> another.isCurrent() || another.closed() != null);
                return another.closed() != null;
              });
    }
  }

  private TestFeed feed() {
    return DocumentFeeds.start(COLLECTION, false, 1000, BOUNDS, mongo, client);
  }

  private static DocumentReader reader(TestFeed feed, Protocol protocol) {
    return new DocumentReader(feed.subscribers(), protocol, COLLECTION, View.ALL, Runnable::run);
  }

  private void write(AtomicBoolean stopped) {
    Random random = new Random();
    for (int i = 1; !stopped.get(); i++) {
      int n = random.nextInt(1500);
      BsonDocument filter = new BsonDocument("_id", id(n));
      switch (random.nextInt(3)) {
        case 0 -> collection.deleteOne(filter);
        case 1 -> collection.updateOne(filter, Updates.set("v", i));
        default -> collection.replaceOne(filter, document(n, i), new ReplaceOptions().upsert(true));
      }
      written.incrementAndGet();
      // or on a busy machine the readers get no processor
      LockSupport.parkNanos(PACE_NANOS);
    }
  }

  /** Ids of several types, which are sorted by type. */
  private static BsonValue id(int n) {
    return switch (n % 4) {
      case 0 -> new BsonInt32(n);
      case 1 -> new BsonString("s" + n);
      case 2 -> new BsonDocument("n", new BsonInt32(n));
      default -> new BsonDateTime(n * 1000L);
    };
  }

  private static BsonDocument document(int n, int version) {
    return new BsonDocument("_id", id(n))
        .append("v", new BsonInt32(version))
        .append("text", new BsonString("x".repeat(2000)));
  }

  private Map<String, String> now() {
    Map<String, String> documents = new TreeMap<>();
    for (BsonDocument document : collection.find()) {
      documents.put(DocumentReader.text(document.get("_id")), DocumentReader.text(document));
    }
    return documents;
  }
}
