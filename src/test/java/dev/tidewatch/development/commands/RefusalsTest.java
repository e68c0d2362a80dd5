package dev.tidewatch.development.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.tidewatch.development.DevelopmentMongo;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
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
    client.getDatabase("test").getCollection("c").insertOne(new Document("x", 1));
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
        "{aggregate: 'c', pipeline: [{$collStats: {latencyStats: {}}}], cursor: {}}",
        "{aggregate: 'c', pipeline: [{$unionWith: 'd'}], cursor: {}}",
        "{aggregate: 'c', pipeline: [{$bucketAuto: {groupBy: '$x', buckets: 2}}], cursor: {}}",
        "{aggregate: 'missing', pipeline: [{$setWindowFields: {output: {}}}], cursor: {}}",
        "{aggregate: 'c', pipeline: [{$geoNear: {near: [0, 0]}}], cursor: {}}",
        "{aggregate: 'c', pipeline: [{$facet: {a: [{$set: {x: 1}}]}}], cursor: {}}",
        "{aggregate: 'c', pipeline: [{$project: {y: {$round: '$x'}}}], cursor: {}}",
        "{aggregate: 'c', pipeline: [{$group: {_id: 1, y: {$stdDevPop: '$x'}}}], cursor: {}}",
        "{aggregate: 'c', pipeline: [{$match: {$where: '1'}}], cursor: {}}",
        "{aggregate: 'c', pipeline: [], explain: true, cursor: {}}",
        "{aggregate: 'c', pipeline: [{$group: 1}], cursor: {}}",
        "{explain: {find: 'c'}}",
        "{find: 'c', filter: {$where: 'this.x == 1'}}",
        "{find: 'missing', filter: {$where: 'this.x == 1'}}",
        "{find: 'c', filter: {$or: [{x: 2}, {$text: {$search: 'a'}}]}}",
        "{find: 'c', filter: {$jsonSchema: {required: ['x']}}}",
        "{find: 'c', filter: {x: {$bitsAllSet: 1}}}",
        "{find: 'c', filter: {x: {$near: [0, 0]}}}",
        "{find: 'c', filter: {x: {$geoWithin: {$center: [[0, 0], 1]}}}}",
        "{find: 'c', projection: {y: {$add: ['$x', 1]}}}",
        "{find: 'c', projection: {'x.$': 1}}",
        "{find: 'c', projection: {y: '$x'}}",
        "{find: 'c', returnKey: true}",
        "{find: 'c', showRecordId: true}",
        "{count: 'c', query: {$where: '1'}}",
        "{distinct: 'c', key: 'x', query: {$where: '1'}}",
        "{findAndModify: 'c', query: {$where: '1'}, remove: true}",
        "{collMod: 'c', validator: {}}",
        "{createUser: 'u', pwd: 'p', roles: []}",
        "{mapReduce: 'c', map: '', reduce: '', out: {inline: 1}}",
        "{profile: 0}",
        "{listCommands: 1}",
        "{replSetGetConfig: 1}",
        "{currentOp: 1}",
        "{bulkWrite: 1}",
        "{commitTransaction: 1}"
      })
  void aCommand(String command) {
    assertThatThrownBy(() -> client.getDatabase("test").runCommand(Document.parse(command)))
        .isInstanceOf(MongoCommandException.class)
        .hasMessageContaining("embedded development MongoDB")
        .hasMessageContaining(WHAT_TO_DO)
        .hasMessageNotContaining("java.")
        .hasFieldOrPropertyWithValue("code", 238);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{aggregate: 1, pipeline: [{$currentOp: {}}], cursor: {}}",
        "{insert: 'c', documents: [{}]}"
      })
  void aCommandInTheDatabaseAdmin(String command) {
    assertThatThrownBy(() -> client.getDatabase("admin").runCommand(Document.parse(command)))
        .isInstanceOf(MongoCommandException.class)
        .hasMessageContaining(WHAT_TO_DO)
        .hasFieldOrPropertyWithValue("code", 238);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{update: 'c', updates: [{q: {$where: '1'}, u: {$set: {x: 2}}}]}",
        "{update: 'c', updates: [{q: {x: {$bitsAllSet: 1}}, u: {$set: {x: 2}}}]}",
        "{delete: 'c', deletes: [{q: {$where: '1'}, limit: 0}]}",
        "{delete: 'c', deletes: [{q: {$expr: {$isNumber: '$x'}}, limit: 0}]}"
      })
  void aWrite(String command) {
    assertThatThrownBy(() -> write(Document.parse(command)))
        .isInstanceOf(MongoException.class)
        .hasMessageContaining(WHAT_TO_DO)
        .hasFieldOrPropertyWithValue("code", 238);
    assertThat(client.getDatabase("test").getCollection("c").countDocuments()).isOne();
  }

  /** An error of a statement is part of a reply that is ok. */
  private static void write(Document command) {
    Document reply = client.getDatabase("test").runCommand(command);
    List<Document> errors = reply.getList("writeErrors", Document.class, List.of());
    for (Document error : errors) {
      throw new MongoException(error.getInteger("code"), error.getString("errmsg"));
    }
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
    assertThat(client.getDatabase("test").getCollection("c").countDocuments()).isOne();
  }

  @Test
  void aTypeThatItWouldReadAsNull() {
    for (BsonDocument document :
        List.of(
            new BsonDocument("x", new BsonUndefined()),
            new BsonDocument(
                "a", new BsonDocument("b", new BsonArray(List.of(new BsonUndefined())))),
            everyTypeAnd(new BsonUndefined()))) {
      assertThatThrownBy(() -> insert(document))
          .isInstanceOf(MongoException.class)
          .hasMessageContaining("undefined")
          .hasMessageContaining(WHAT_TO_DO);
    }
    assertThatThrownBy(() -> insert(new BsonDocument("_id", new BsonUndefined())))
        .isInstanceOf(MongoException.class)
        .hasMessageContaining("The '_id' value cannot be of type undefined")
        .hasFieldOrPropertyWithValue("code", 53);
    insert(everyTypeAnd(new BsonInt32(1)));
  }

  private static void insert(BsonDocument document) {
    client.getDatabase("test").getCollection("types", BsonDocument.class).insertOne(document);
  }

  private static BsonDocument everyTypeAnd(BsonValue last) {
    return BsonDocument.parse(
            "{a: 1.5, b: 'text', c: {d: []}, e: {$binary: {base64: 'AAEC', subType: '00'}},"
                + " f: {$oid: '6569a2b1c3d4e5f601234567'}, g: true, h: {$date: 0}, i: null,"
                + " j: {$regularExpression: {pattern: 'x', options: 'i'}}, k: 1,"
                + " l: {$timestamp: {t: 1, i: 1}}, m: {$numberLong: '1'},"
                + " n: {$numberDecimal: '1.5'}, o: {$minKey: 1}, p: {$maxKey: 1},"
                + " q: {$code: 'f'}}")
        .append("z", last);
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
