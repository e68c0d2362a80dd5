package dev.tidewatch.feed.control.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ChangeStreamPreAndPostImagesOptions;
import com.mongodb.client.model.CreateCollectionOptions;
import dev.tidewatch.feed.control.delivery.TestFeed;
import dev.tidewatch.feed.control.view.ModelView;
import dev.tidewatch.feed.control.view.ViewReader;
import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.feed.entity.WatchStatus;
import dev.tidewatch.feed.entity.WatchStatus.State;
import dev.tidewatch.mongo.Connections;
import dev.tidewatch.mongo.MongoConnection;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.RealMongo;
import java.time.Duration;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A feed that needs images says which collections keep none, and what to type. */
@NeedsRealMongo
class ImagesIT {

  private static final String DATABASE = "images_it";
  private static final Duration LONG = Duration.ofSeconds(60);

  private MongoConnection mongo;
  private MongoDatabase database;

  @BeforeEach
  void empty() {
    mongo = Connections.to(RealMongo.uri());
    database = mongo.client().getDatabase(DATABASE);
    database.drop();
  }

  @AfterEach
  void disconnect() {
    mongo.client().close();
  }

  @Test
  void aCollectionWithoutImagesStopsTheWatchWithTheCommandToType() {
    database.createCollection("it's");
    WatchStatus status = first(DATABASE + ".it's");

    assertThat(status.state()).isEqualTo(State.STOPPED);
    assertThat(status.cause())
        .contains("tidewatch.feed.orders.images")
        .contains(
            "db.getSiblingDB('images_it').runCommand({collMod: \"it's\","
                + " changeStreamPreAndPostImages: {enabled: true}})");

    database.runCommand(
        BsonDocument.parse("{collMod: \"it's\", changeStreamPreAndPostImages: {enabled: true}}"));
    assertThat(first(DATABASE + ".it's").state()).isEqualTo(State.LIVE);
  }

  @Test
  void aCollectionThatDoesNotExistIsToBeCreatedWithImages() {
    WatchStatus status = first(DATABASE + ".orders");

    assertThat(status.state()).isEqualTo(State.RECONNECTING);
    assertThat(status.cause())
        .contains(
            "db.getSiblingDB('images_it').createCollection('orders',"
                + " {changeStreamPreAndPostImages: {enabled: true}})");
  }

  /** Both before and after, the watch goes on by itself. */
  @Test
  void aCollectionIsWaitedForAlsoAfterItWasDropped() {
    try (TestFeed feed = feed(DATABASE + ".orders")) {
      await().atMost(LONG).until(() -> !feed.statuses().isEmpty());
      withImages("orders");
      feed.awaitLive();
      ViewReader ann =
          new ViewReader(ModelView.of("{owner: 'ann'}", "owner"), Protocol.SSE, feed.log().head());
      ann.connect(feed.subscribers());
      insert(1);
      await().atMost(LONG).until(() -> ann.documents(DATABASE + ".orders").size() == 1);
      database.getCollection("orders").drop();
      await().atMost(LONG).until(() -> feed.status().state() == State.RECONNECTING);
      withImages("orders");
      insert(2);

      await()
          .atMost(LONG)
          .until(() -> ann.documents(DATABASE + ".orders").containsKey(new BsonInt32(2)));
      assertThat(ann.documents(DATABASE + ".orders")).hasSize(1);
      assertThat(ann.gaps()).isEmpty();
      assertThat(ann.problems()).isEmpty();
      ann.leave();
      ann.connect(feed.subscribers());
      insert(3);
      await().atMost(LONG).until(() -> ann.documents(DATABASE + ".orders").size() == 2);
      assertThat(ann.problems()).isEmpty();
    }
  }

  private void insert(int id) {
    database.getCollection("orders").insertOne(new Document("_id", id).append("owner", "ann"));
  }

  @Test
  void aDatabasesFeedNamesTheCollectionsThatKeepNone() {
    withImages("kept");
    database.createCollection("plain");
    database.createCollection("other");
    database.createView("view", "plain", List.of());
    WatchStatus status = first(DATABASE + ".*");

    assertThat(status.state()).isEqualTo(State.STOPPED);
    assertThat(status.cause())
        .contains("2 watched collections", "{collMod: 'plain',", "{collMod: 'other',")
        .doesNotContain("kept", "view");
  }

  @Test
  void aDatabaseWhoseCollectionsKeepThemIsWatched() {
    withImages("kept");

    assertThat(first(DATABASE + ".*").state()).isEqualTo(State.LIVE);
  }

  /** It was created after the watch had looked. */
  @Test
  void aChangeWithoutAnImageIsAGapForReadersWithAViewAlone() {
    withImages("kept");
    try (TestFeed feed = feed(DATABASE + ".*").awaitLive()) {
      ModelView everythingOfAnn = ModelView.of("{owner: 'ann'}", "owner");
      ViewReader ann = new ViewReader(everythingOfAnn, Protocol.WEBSOCKET, feed.log().head());
      ann.connect(feed.subscribers());
      database.createCollection("late");
      database.getCollection("late").insertOne(new Document("_id", 1).append("owner", "ann"));
      database
          .getCollection("late")
          .updateOne(new Document(), new Document("$set", new Document("secret", "hidden")));
      database
          .getCollection("late")
          .updateOne(new Document(), new Document("$set", new Document("secret", "again")));
      database.getCollection("kept").insertOne(new Document("_id", 2).append("owner", "ann"));

      await().atMost(LONG).until(() -> !ann.documents(DATABASE + ".kept").isEmpty());
      assertThat(ann.gaps()).containsExactly(Gap.Reason.NO_IMAGE.text());
      assertThat(ann.problems()).isEmpty();
      assertThat(String.join("", ann.received())).doesNotContain("hidden", "again");
      assertThat(feed.subscribers().counters().gaps().count(Gap.Reason.NO_IMAGE)).isOne();
    }
  }

  private void withImages(String collection) {
    database.createCollection(
        collection,
        new CreateCollectionOptions()
            .changeStreamPreAndPostImagesOptions(new ChangeStreamPreAndPostImagesOptions(true)));
  }

  private WatchStatus first(String ns) {
    try (TestFeed feed = feed(ns)) {
      await().atMost(LONG).until(() -> !feed.statuses().isEmpty());
      return feed.statuses().get(0);
    }
  }

  private TestFeed feed(String ns) {
    FeedSettings settings =
        new FeedSettings(
            "orders", ns, Namespace.parse(ns), List.of(), null, null, false, true, null, false);
    FeedStreamFactory streams =
        new FeedStreamFactory(new ConfiguredStreamSource(settings, mongo), settings);
    return new TestFeed(streams, 100, mongo::hosts, settings.imagePolicy());
  }
}
