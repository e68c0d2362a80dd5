package dev.tidewatch.feed.control.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import dev.tidewatch.feed.control.delivery.TestFeed;
import dev.tidewatch.feed.control.source.ConfiguredStreamSource;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.mongo.Connections;
import dev.tidewatch.mongo.MongoConnection;
import dev.tidewatch.testing.mongo.NeedsMongod;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.RealMongo;
import dev.tidewatch.testing.mongo.ReplicaSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/**
 * Readers with random views, of every protocol, on a real MongoDB with a random history, while they
 * leave and come back to any position that they were told, on a node whose log is short and on one
 * that was started later: at every position, the state that a reader has made of what it got is the
 * view of the database at that position, and nothing it got holds a value, a name or a key that it
 * has never been shown.
 */
class ViewsIT {

  private static final long SEED =
      Long.getLong("tidewatch.views.seed", System.nanoTime() & 0xFFFFFF);
  private static final String[] NAMESPACES = {"one", "two"};
  private static final Duration LONG = Duration.ofSeconds(90);

  /** Short, so that readers have to catch up from MongoDB. */
  private static final int LOG_ENTRIES = 12;

  private final Random random = new Random(SEED);
  private final List<ViewReader> readers = new ArrayList<>();
  private final List<Moment> moments = new ArrayList<>();
  private String database;

  /** What a reader had at a position. */
  private record Moment(
      ViewReader reader, Position position, Map<String, Map<BsonValue, BsonDocument>> state) {}

  @Test
  @NeedsRealMongo
  void everyReaderHasItsViewOfTheDatabaseAtEachPosition() {
    run(RealMongo.uri(), "views_it", 400, step -> {});
  }

  @Test
  @NeedsMongod
  void aCrashOfThePrimaryChangesNothingOfThat() {
    try (ReplicaSet set = ReplicaSet.start(3)) {
      String uri = set.uri() + (set.uri().contains("?") ? "&" : "/?") + "w=majority";
      run(
          uri,
          "views_crash_it",
          120,
          step -> {
            if (step == 60) {
              int primary = set.awaitPrimary();
              set.kill(primary);
              set.awaitPrimary();
              set.restart(primary);
            }
          });
    }
  }

  private void run(String uri, String name, int steps, IntConsumer before) {
    System.out.println("tidewatch.views.seed=" + SEED);
    database = name;
    MongoConnection mongo = Connections.to(uri);
    try (MongoClient client = mongo.client()) {
      client.getDatabase(database).drop();
      RandomWriter writer = new RandomWriter(client, database, random);
      try (TrueHistory truth = new TrueHistory(client, database);
          TestFeed first = feed(mongo).awaitLive()) {
        Protocol[] protocols = Protocol.values();
        for (int i = 0; i < 4 * protocols.length; i++) {
          ViewReader reader =
              new ViewReader(
                  ModelView.random(random), protocols[i % protocols.length], truth.start());
          reader.connect(first.subscribers());
          readers.add(reader);
        }
        for (int step = 0; step < steps / 2; step++) {
          before.accept(step);
          write(writer, first);
        }
        // its log begins here, so that what came before is read from MongoDB
        try (TestFeed second = feed(mongo).awaitLive()) {
          readers.forEach(
              reader -> {
                leave(reader);
                reader.connect((random.nextBoolean() ? first : second).subscribers());
              });
          for (int step = steps / 2; step < steps; step++) {
            before.accept(step);
            write(writer, random.nextBoolean() ? first : second);
          }
          BsonString end = writer.writeEnd();
          assertThat(truth.readTo(end)).isGreaterThan(steps);
          awaitEnd(truth);
          check(truth);
          checkTruth(truth, client);
        }
      }
    }
  }

  private TestFeed feed(MongoConnection mongo) {
    String ns = database + ".*";
    // with expanded events, because only these tell which paths hold a name with a dot
    FeedSettings settings =
        new FeedSettings(
            "views", ns, Namespace.parse(ns), List.of(), null, null, true, true, null, false);
    FeedStreamFactory streams =
        new FeedStreamFactory(new ConfiguredStreamSource(settings, mongo), settings);
    return new TestFeed(streams, LOG_ENTRIES, mongo::hosts, settings.imagePolicy());
  }

  private void write(RandomWriter writer, TestFeed feed) {
    writer.write();
    ViewReader reader = readers.get(random.nextInt(readers.size()));
    if (random.nextInt(3) == 0) {
      leave(reader);
      reader.connect(feed.subscribers());
    }
    readers.forEach(ViewReader::ask);
  }

  private void leave(ViewReader reader) {
    synchronized (reader) {
      reader.leave();
      Map<String, Map<BsonValue, BsonDocument>> state = new HashMap<>();
      for (String name : NAMESPACES) {
        Map<BsonValue, BsonDocument> documents = new HashMap<>();
        reader.documents(database + "." + name).forEach((id, d) -> documents.put(id, d.clone()));
        state.put(name, documents);
      }
      moments.add(new Moment(reader, reader.position(), state));
    }
  }

  private void awaitEnd(TrueHistory truth) {
    for (ViewReader reader : readers) {
      await()
          .atMost(LONG)
          .until(
              () -> {
                reader.ask();
                return !reader.problems().isEmpty() || hasAll(reader, truth);
              });
    }
  }

  private boolean hasAll(ViewReader reader, TrueHistory truth) {
    for (String name : NAMESPACES) {
      String ns = database + "." + name;
      if (!truth.at(truth.end(), ns, reader.model()).equals(reader.documents(ns))) {
        return false;
      }
    }
    return true;
  }

  /** That the history is the database's own. */
  private void checkTruth(TrueHistory truth, MongoClient client) {
    for (String name : NAMESPACES) {
      Map<BsonValue, BsonDocument> documents = new HashMap<>();
      client
          .getDatabase(database)
          .getCollection(name, BsonDocument.class)
          .find()
          .forEach(document -> documents.put(document.get("_id"), document));
      assertThat(truth.at(truth.end(), database + "." + name)).isEqualTo(documents);
    }
  }

  private void check(TrueHistory truth) {
    System.out.println(truth.operations() + ", " + moments.size() + " times somebody left");
    for (ViewReader reader : readers) {
      assertThat(reader.problems()).as(reader.model().toString()).isEmpty();
      assertThat(reader.gaps()).isEmpty();
      Set<String> shown = truth.shownTo(reader.model());
      for (String text : reader.received()) {
        assertThat(shown)
            .as(() -> "what " + reader.model() + " may know, in " + text)
            .containsAll(Canaries.in(text));
      }
    }
    for (Moment moment : moments) {
      for (String name : NAMESPACES) {
        assertThat(moment.state().get(name))
            .as("%s of %s at %s", name, moment.reader().model(), moment.position().data())
            .isEqualTo(truth.at(moment.position(), database + "." + name, moment.reader().model()));
      }
    }
    assertThat(truth.operations()).containsKeys("insert", "update", "replace", "delete");
    // else nobody was shown anything, or nobody came back
    assertThat(readers).anyMatch(reader -> reader.received().size() > 20);
    assertThat(moments).hasSizeGreaterThan(readers.size());
  }
}
