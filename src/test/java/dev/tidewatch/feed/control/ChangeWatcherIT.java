package dev.tidewatch.feed.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoCollection;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.mongo.MongoConnection;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.clients.ChangeCollector;
import dev.tidewatch.testing.faults.HostileObserver;
import dev.tidewatch.testing.mongo.TestMongo;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch inside a server: what it fires reaches observers, its own and other people's. */
@ArquillianTest
class ChangeWatcherIT {

  private static final String DATABASE = "change_watcher_it";

  @Inject private ChangeCollector collector;
  @Inject private FeedRegistry feeds;
  @Inject private RecentChanges recent;
  @Inject private MongoConnection mongo;

  private MongoCollection<Document> collection;

  @Deployment
  static WebArchive war() {
    return Deployments.tidewatch(TestMongo.uri(), DATABASE + ".test")
        .addClasses(ChangeCollector.class, HostileObserver.class);
  }

  @BeforeEach
  void begin() throws InterruptedException {
    collection = mongo.client().getDatabase(DATABASE).getCollection("test");
    // the first to arrive shows that the watch is open; the tests' own come after it
    for (int i = 0; collector.next() == null; i++) {
      assertTrue(i < 20, () -> "no change arrives: " + feeds.changes().status());
      collection.insertOne(new Document("begin", i));
    }
    while (collector.next() != null) {
      // the rest of them
    }
  }

  @Test
  void everyChangeIsFiredAsACdiEventInOrder() throws InterruptedException {
    collection.insertMany(List.of(new Document("n", 1), new Document("n", 2)));
    collection.deleteOne(new Document("n", 1));

    assertEquals(1, number(collector.next()));
    Change second = collector.next();
    assertEquals(2, number(second));
    Change third = collector.next();
    assertEquals("delete", third.operationType());
    assertTrue(third.position().isAfter(second.position()));
    assertEquals(DATABASE + ".test", third.namespace().orElseThrow());
  }

  @Test
  void anObservedChangeIsAmongTheRecentOnes() throws InterruptedException {
    collection.insertOne(new Document("n", 3));

    Change change = collector.next();

    assertNotNull(change);
    assertTrue(recent.take().changes().contains(change));
    assertTrue(recent.take().changes().size() <= 5);
    assertFalse(change.position().isAfter(feeds.changes().position()));
  }

  @Test
  void anObserverThatFailsEndsNothing() throws InterruptedException {
    collection.insertOne(new Document("n", ChangeCollector.POISON));
    collection.insertOne(new Document("n", 4));

    assertEquals(4, number(collector.next()));
    assertTrue(feeds.changes().status().isLive());
  }

  @Test
  void noObserverKeepsAChangeOutOfTheLogOrHasItTwice() throws InterruptedException {
    long before = feeds.changes().log().end();
    collection.insertOne(new Document("n", 10));
    collection.insertOne(new Document("n", HostileObserver.ERROR));
    collection.insertOne(new Document("n", HostileObserver.EXCEPTION));
    collection.insertOne(new Document("n", 11));

    assertEquals(10, number(collector.next()));
    assertEquals(11, number(collector.next()));
    List<Integer> inLog = new ArrayList<>();
    for (long at = before; at < feeds.changes().log().end(); at++) {
      inLog.add(number((Change) feeds.changes().log().at(at).content()));
    }
    assertEquals(List.of(10, HostileObserver.ERROR, HostileObserver.EXCEPTION, 11), inLog);
    assertTrue(feeds.changes().status().isLive());
  }

  private static int number(Change change) {
    return change.document().getDocument("fullDocument").getInt32("n").getValue();
  }
}
