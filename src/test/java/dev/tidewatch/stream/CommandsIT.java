package dev.tidewatch.stream;

import static dev.tidewatch.stream.WatchedCollection.number;
import static dev.tidewatch.stream.WatchedCollection.options;
import static dev.tidewatch.stream.WatchedCollection.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCluster;
import com.mongodb.client.MongoDatabase;
import dev.tidewatch.testing.mongo.NeedsMongod;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.StandaloneMongod;
import dev.tidewatch.testing.statements.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What goes with which command, and to which target. */
class CommandsIT {

  private static final String DATABASE = "change_stream_commands_it";

  @RegisterExtension static final WatchedCollection WATCHED = new WatchedCollection(DATABASE);

  @Test
  @Statement(8)
  void s08_eachOptionGoesWhereItBelongs() {
    BsonDocument collation = BsonDocument.parse("{locale: 'simple'}");
    try (ClientSession session = WATCHED.client().startSession();
        ChangeStream stream =
            WATCHED.watch(
                ChangeStreamOptions.builder()
                    .batchSize(2)
                    .maxAwaitTime(Duration.ofMillis(50))
                    .comment(new BsonString("why"))
                    .collation(collation)
                    .session(session))) {
      stream.tryNext();
      stream.close();

      BsonDocument aggregate = WATCHED.sent().last("aggregate");
      BsonDocument getMore = WATCHED.sent().last("getMore");
      BsonDocument killCursors = WATCHED.sent().last("killCursors");
      assertThat(aggregate.getDocument("cursor")).isEqualTo(BsonDocument.parse("{batchSize: 2}"));
      assertThat(getMore.getNumber("batchSize").intValue()).isEqualTo(2);
      assertThat(aggregate).doesNotContainKey("maxTimeMS");
      assertThat(getMore.getNumber("maxTimeMS").intValue()).isEqualTo(50);
      assertThat(aggregate).containsEntry("comment", new BsonString("why"));
      assertThat(getMore).containsEntry("comment", new BsonString("why"));
      assertThat(aggregate).containsEntry("collation", collation);
      assertThat(getMore).doesNotContainKey("collation");
      BsonDocument lsid = session.getServerSession().getIdentifier();
      assertThat(aggregate).containsEntry("lsid", lsid);
      assertThat(getMore).containsEntry("lsid", lsid);
      assertThat(killCursors).containsEntry("lsid", lsid);
    }
  }

  @Test
  @Statement(8)
  void s08_aGivenSessionStaysOpen() {
    try (ClientSession session = WATCHED.client().startSession()) {
      WATCHED.opened(options().session(session)).close();

      assertThat(session.getServerSession().isClosed()).isFalse();
      MongoDatabase database = WATCHED.client().getDatabase(DATABASE);
      assertThatCode(() -> database.runCommand(session, new Document("ping", 1)))
          .doesNotThrowAnyException();
    }
  }

  @Test
  @Statement(8)
  void s08_aBatchHoldsNoMoreThanItsSize() {
    BsonDocument token = WATCHED.token();
    WATCHED.insert(1, 2, 3, 4, 5);
    try (ChangeStream stream = WATCHED.watch(options().startAfter(token).batchSize(2))) {
      for (int n = 1; n <= 5; n++) {
        assertThat(number(stream.next())).isEqualTo(n);
        BsonDocument cursor = WATCHED.sent().lastCursor();
        assertThat(cursor.getArray(cursor.containsKey("firstBatch") ? "firstBatch" : "nextBatch"))
            .hasSizeLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  @Statement(8)
  void s08_noBatchSizeIsNoneInAGetMoreWhichWouldRefuseIt() {
    BsonDocument token = WATCHED.token();
    WATCHED.insert(1);
    try (ChangeStream stream = WATCHED.watch(options().startAfter(token).batchSize(0))) {
      assertThat(number(stream.next())).isEqualTo(1);
    }

    assertThat(WATCHED.sent().last("aggregate").getDocument("cursor"))
        .containsEntry("batchSize", new BsonInt32(0));
    assertThat(WATCHED.sent().last("getMore")).doesNotContainKey("batchSize");
  }

  @Test
  @Statement(8)
  void s08_aTimeoutOfTheClientDoesNotTakeTheWaitingTimesPlace() {
    MongoCluster client = WATCHED.client().withTimeout(20, TimeUnit.SECONDS);
    WatchTarget target = WatchTarget.collection(client, DATABASE, WatchedCollection.NAME);
    try (ChangeStream stream = ChangeStream.watch(target, options().build())) {
      assertThat(stream.tryNext()).isEmpty();
      WATCHED.insert(1);
      assertThat(number(stream.next())).isEqualTo(1);
    }
    assertThat(WATCHED.sent().last("getMore").getNumber("maxTimeMS").intValue()).isEqualTo(200);
  }

  @Test
  @NeedsRealMongo // where there is a choice of servers
  @Statement(8)
  void s08_theTargetsReadConcernAndReadPreferenceReachTheServer() {
    MongoCluster client =
        WATCHED
            .client()
            .withReadConcern(ReadConcern.MAJORITY)
            .withReadPreference(ReadPreference.secondaryPreferred());
    WatchTarget target = WatchTarget.collection(client, DATABASE, WatchedCollection.NAME);
    ChangeStream stream = ChangeStream.watch(target, options().build());
    stream.tryNext();
    stream.close();

    BsonDocument preference = BsonDocument.parse("{mode: 'secondaryPreferred'}");
    assertThat(WATCHED.sent().last("aggregate"))
        .containsEntry("readConcern", BsonDocument.parse("{level: 'majority'}"))
        .containsEntry("$readPreference", preference);
    assertThat(WATCHED.sent().last("getMore"))
        .doesNotContainKey("readConcern")
        .containsEntry("$readPreference", preference);
    assertThat(WATCHED.sent().last("killCursors")).containsEntry("$readPreference", preference);
  }

  @Test
  @NeedsRealMongo // for the operation time
  @Statement(8)
  void s08_aCausallyConsistentSessionStartsAfterWhatItHasSeen() {
    try (ClientSession session = WATCHED.client().startSession()) {
      WATCHED.client().getDatabase(DATABASE).runCommand(session, new Document("ping", 1));
      try (ChangeStream stream = WATCHED.watch(options().session(session))) {
        assertThat(session.getOperationTime()).isNotNull();
        BsonDocument expected = new BsonDocument("afterClusterTime", session.getOperationTime());
        stream.tryNext();

        assertThat(WATCHED.sent().last("aggregate")).containsEntry("readConcern", expected);
      }
    }
  }

  @Test
  @NeedsRealMongo // the embedded one watches collections only
  @Statement(9)
  void s09_aDatabaseIsWatchedOnItself() {
    WatchTarget target = WatchTarget.database(WATCHED.client(), DATABASE);
    try (ChangeStream stream = ChangeStream.watch(target, options().build())) {
      stream.open();
      WATCHED.insert(1);
      WATCHED.database().getCollection("other").insertOne(new Document("n", 2));

      assertThat(number(stream.next())).isEqualTo(1);
      assertThat(number(stream.next())).isEqualTo(2);
    }
    BsonDocument aggregate = WATCHED.sent().last("aggregate");
    assertThat(aggregate.getString("$db").getValue()).isEqualTo(DATABASE);
    assertThat(aggregate.getNumber("aggregate").intValue()).isEqualTo(1);
    assertThat(WATCHED.lastStage()).isEmpty();
  }

  @Test
  @NeedsRealMongo // the embedded one watches collections only
  @Statement(9)
  void s09_aDeploymentIsWatchedOnAdmin() {
    WatchTarget target = WatchTarget.deployment(WATCHED.client());
    try (ChangeStream stream = ChangeStream.watch(target, options().build())) {
      stream.open();
      WATCHED.insert(1);

      RawBsonDocument change = stream.next();
      while (!type(change).equals("insert")
          || !change.getDocument("ns").getString("db").getValue().equals(DATABASE)) {
        // of somebody else on the same server
        change = stream.next();
      }
      assertThat(number(change)).isEqualTo(1);
    }
    BsonDocument aggregate = WATCHED.sent().last("aggregate");
    assertThat(aggregate.getString("$db").getValue()).isEqualTo("admin");
    assertThat(aggregate.getNumber("aggregate").intValue()).isEqualTo(1);
    assertThat(WATCHED.lastStage()).isEqualTo(BsonDocument.parse("{allChangesForCluster: true}"));
  }

  @Test
  @NeedsRealMongo // the embedded one knows no read concern
  @Statement(10)
  void s10_anInvalidReadConcernIsTheServersToRefuse() {
    MongoCluster client = WATCHED.client().withReadConcern(ReadConcern.LOCAL);
    WatchTarget target = WatchTarget.collection(client, DATABASE, WatchedCollection.NAME);

    assertThatThrownBy(() -> ChangeStream.watch(target, options().build()).tryNext())
        .isInstanceOf(MongoCommandException.class)
        .hasMessageContaining("local")
        .hasMessageContaining("$changeStream");
  }

  @Test
  @NeedsMongod
  @Statement(10)
  void s10_aStandaloneServerSaysThatItIsOne() {
    try (StandaloneMongod mongod = StandaloneMongod.start();
        MongoClient client = MongoClients.create(mongod.uri())) {
      WatchTarget target = WatchTarget.collection(client, "db", "coll");

      assertThatThrownBy(() -> ChangeStream.watch(target, options().build()).tryNext())
          .isInstanceOf(MongoCommandException.class)
          .hasMessageContaining("replica set");
    }
  }
}
