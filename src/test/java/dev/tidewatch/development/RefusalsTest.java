package dev.tidewatch.development;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the development MongoDB cannot do it says, and what to do about it. */
class RefusalsTest {

  private static final String WHAT_TO_DO = "start Tidewatch with --mongo";

  private static DevelopmentMongo mongo;
  private static MongoClient client;

  @BeforeAll
  static void connect() {
    mongo = DevelopmentMongo.start(0);
    client = MongoClients.create(mongo.uri());
  }

  @AfterAll
  static void disconnect() {
    client.close();
    mongo.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{aggregate: 1, pipeline: [{$changeStream: {}}], cursor: {}}",
        "{aggregate: 1, pipeline: [{$changeStream: {allChangesForCluster: true}}], cursor: {}}",
        "{aggregate: 'c', pipeline: [{$changeStream: {noSuchOption: 1}}], cursor: {}}",
        "{aggregate: 'c', pipeline: [{$changeStream: {showExpandedEvents: true}}], cursor: {}}",
        "{aggregate: 'c', pipeline: [{$changeStream: {fullDocument: 'required'}}], cursor: {}}",
        "{aggregate: 'c', pipeline: [{$changeStream: {fullDocument: 'whenAvailable'}}],"
            + " cursor: {}}",
        "{aggregate: 'c', pipeline: [{$changeStream: {fullDocumentBeforeChange: 'required'}}],"
            + " cursor: {}}",
        "{aggregate: 'c', pipeline: [{$changeStream: {}}], cursor: {}, collation: {locale: 'fr'}}",
        "{find: 'c', collation: {locale: 'fr'}}",
        "{find: 'c', tailable: true}",
        "{update: 'c', updates: [{q: {}, u: [{$set: {x: 1}}]}]}",
        "{update: 'c', updates: [{q: {}, u: {$bit: {x: {or: 1}}}}]}",
        "{update: 'c', updates: [{q: {}, u: {$set: {x: 1}}, collation: {locale: 'fr'}}]}",
        "{findAndModify: 'c', query: {}, update: [{$set: {x: 1}}]}",
        "{create: 'c2', changeStreamPreAndPostImages: {enabled: true}}",
        "{create: 'c2', validator: {x: 1}}",
        "{createIndexes: 'c', indexes: [{key: {x: 1}, name: 'x', expireAfterSeconds: 1}]}",
        "{renameCollection: 'test.c', to: 'other.c'}",
        "{aggregate: 'c', pipeline: [{$out: 'd'}], cursor: {}}",
        "{commitTransaction: 1}"
      })
  void aCommand(String command) {
    assertThatThrownBy(() -> client.getDatabase("test").runCommand(Document.parse(command)))
        .isInstanceOf(MongoCommandException.class)
        .hasMessageContaining("embedded development MongoDB")
        .hasMessageContaining(WHAT_TO_DO)
        .hasFieldOrPropertyWithValue("code", 238);
  }

  @Test
  void aTransaction() {
    try (ClientSession session = client.startSession()) {
      session.startTransaction();

      assertThatThrownBy(
              () ->
                  client
                      .getDatabase("test")
                      .getCollection("c")
                      .insertOne(session, new Document("_id", "never")))
          .isInstanceOf(MongoException.class)
          .hasMessageContaining("transactions")
          .hasMessageContaining(WHAT_TO_DO);
    }
    assertThat(client.getDatabase("test").getCollection("c").countDocuments()).isZero();
  }

  @Test
  void aTypeThatItCannotKeep() {
    var scoped = new org.bson.types.CodeWithScope("x", new Document("x", 1));

    assertThatThrownBy(
            () ->
                client
                    .getDatabase("test")
                    .getCollection("c")
                    .insertOne(new Document("code", scoped)))
        .isInstanceOf(MongoException.class)
        .hasMessageContaining(WHAT_TO_DO);
  }
}
