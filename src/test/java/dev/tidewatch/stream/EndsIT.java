package dev.tidewatch.stream;

import static dev.tidewatch.stream.WatchedCollection.number;
import static dev.tidewatch.stream.WatchedCollection.options;
import static dev.tidewatch.stream.WatchedCollection.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.statements.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What ends a stream without an error, and changes of every shape. */
class EndsIT {

  private static final String DATABASE = "change_stream_ends_it";

  @RegisterExtension static final WatchedCollection WATCHED = new WatchedCollection(DATABASE);

  @Test
  @Statement({20, 21, 23})
  void s20_anInvalidateIsAChangeAndTheLastOne() {
    WATCHED.insert(0);
    ChangeStream stream = WATCHED.opened(options());
    WATCHED.collection().drop();

    assertThat(type(stream.next())).isEqualTo("drop");
    assertThat(stream.isAlive()).isTrue();
    RawBsonDocument last = stream.next();

    assertThat(type(last)).isEqualTo("invalidate");
    assertThat(last).doesNotContainKeys("ns", "fullDocument");
    assertThat(stream.isAlive()).isFalse();
    assertThat(stream.tryNext()).isEmpty();
    assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
    assertThat(stream.resumeToken()).isEqualTo(last.getDocument("_id"));
  }

  @Test
  @Statement(20)
  void s20_aLoopEndsAfterTheInvalidate() {
    WATCHED.insert(0);
    ChangeStream stream = WATCHED.opened(options());
    WATCHED.insert(1);
    WATCHED.collection().drop();

    List<String> types = new ArrayList<>();
    for (RawBsonDocument change : stream) {
      types.add(type(change));
    }

    assertThat(types).containsExactly("insert", "drop", "invalidate");
  }

  @Test
  @NeedsRealMongo // the embedded one watches collections only
  @Statement(21)
  void s21_aDroppedDatabaseGivesItsDropsAndThenAnInvalidate() {
    WATCHED.insert(0);
    WATCHED.database().getCollection("other").insertOne(new Document());
    WatchTarget database = WatchTarget.database(WATCHED.client(), DATABASE);
    try (ChangeStream ofDatabase = ChangeStream.watch(database, options().build());
        ChangeStream ofDeployment =
            ChangeStream.watch(
                WatchTarget.deployment(WATCHED.client()),
                options().pipeline(List.of(onlyThisDatabase())).build())) {
      ofDatabase.open();
      ofDeployment.open();
      WATCHED.database().drop();

      List<RawBsonDocument> changes = new ArrayList<>();
      ofDatabase.forEach(changes::add);
      assertThat(changes)
          .extracting(WatchedCollection::type)
          .containsExactly("drop", "drop", "dropDatabase", "invalidate");
      assertThat(changes.get(2).getDocument("ns")).isEqualTo(ns(DATABASE));
      assertThat(ofDatabase.isAlive()).isFalse();

      assertThat(type(ofDeployment.next())).isEqualTo("drop");
      assertThat(type(ofDeployment.next())).isEqualTo("drop");
      assertThat(type(ofDeployment.next())).isEqualTo("dropDatabase");
      WATCHED.insert(1);
      assertThat(number(ofDeployment.next())).as("it goes on").isEqualTo(1);
      assertThat(ofDeployment.isAlive()).isTrue();
    }
  }

  @Test
  @Statement(22)
  void s22_afterAnInvalidateOnlyStartAfterGoesOn() {
    WATCHED.insert(0);
    BsonDocument invalidate;
    try (ChangeStream stream = WATCHED.opened(options())) {
      WATCHED.collection().drop();
      stream.forEach(change -> {});
      invalidate = stream.resumeToken();
    }
    WATCHED.insert(1);

    assertThatThrownBy(() -> WATCHED.watch(options().resumeAfter(invalidate)).next())
        .isInstanceOf(MongoCommandException.class);
    try (ChangeStream stream = WATCHED.watch(options().startAfter(invalidate))) {
      assertThat(number(stream.next())).isEqualTo(1);
    }
  }

  @Test
  @Statement(23)
  void s23_anyShapeOfChangePasses() {
    List<BsonDocument> pipeline =
        List.of(
            BsonDocument.parse(
                "{$addFields: {operationType: {$cond: [{$eq: ['$fullDocument.n', 1]},"
                    + " 'never heard of', {$cond: [{$eq: ['$fullDocument.n', 2]},"
                    + " {an: 'object'}, '$operationType']}]},"
                    + " ns: {$cond: [{$lt: ['$fullDocument.n', 3]}, 5, '$ns']},"
                    + " surprise: {deep: [1, {a: null}]}}}"));
    try (ChangeStream stream = WATCHED.opened(options().pipeline(pipeline))) {
      WATCHED.insert(1, 2, 3);

      RawBsonDocument unknown = stream.next();
      assertThat(type(unknown)).isEqualTo("never heard of");
      assertThat(unknown.getNumber("ns").intValue()).isEqualTo(5);
      assertThat(unknown.getDocument("surprise"))
          .isEqualTo(BsonDocument.parse("{deep: [1, {a: null}]}"));
      assertThat(stream.next().getDocument("operationType"))
          .isEqualTo(BsonDocument.parse("{an: 'object'}"));
      assertThat(type(stream.next())).isEqualTo("insert");
      assertThat(stream.isAlive()).isTrue();
    }
  }

  @Test
  @NeedsRealMongo // the embedded one has no such events
  @Statement(23)
  void s23_expandedEventsPass() {
    ChangeStreamOptions options = options().showExpandedEvents(true).build();
    WatchTarget target = WatchTarget.database(WATCHED.client(), DATABASE);
    try (ChangeStream stream = ChangeStream.watch(target, options)) {
      stream.open();
      WATCHED.database().createCollection("created");
      WATCHED.database().getCollection("created").createIndex(new Document("a", 1));

      assertThat(type(stream.next())).isEqualTo("create");
      RawBsonDocument change = stream.next();
      assertThat(type(change)).isEqualTo("createIndexes");
      assertThat(change.getDocument("operationDescription")).containsKey("indexes");
    } finally {
      WATCHED.database().getCollection("created").drop();
    }
  }

  @Test
  @Statement(23)
  void s23_aChangeKeepsTheServersFieldsAndTheirOrder() {
    try (ChangeStream stream = WATCHED.opened(options())) {
      WATCHED.collection().insertOne(new Document("_id", 1).append("z", 1).append("a", 2));

      RawBsonDocument change = stream.next();

      assertThat(change.keySet())
          .containsExactly(
              "_id",
              "operationType",
              "clusterTime",
              "wallTime",
              "fullDocument",
              "ns",
              "documentKey");
      assertThat(change.getDocument("fullDocument").keySet()).containsExactly("_id", "z", "a");
    }
  }

  private static BsonDocument onlyThisDatabase() {
    return BsonDocument.parse("{$match: {'ns.db': '" + DATABASE + "'}}");
  }

  private static BsonDocument ns(String database) {
    return BsonDocument.parse("{db: '" + database + "'}");
  }
}
