package dev.tidewatch.development;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.changestream.FullDocument;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import java.util.List;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One script, run against the development MongoDB and against a real one: the same events. */
@NeedsRealMongo
class SameEventsIT {

  private static final String DATABASE = "tidewatch_development_it";

  @RegisterExtension static final TwoServers SERVERS = new TwoServers(DATABASE);

  @Test
  void everyKindOfWrite() {
    assertSame(client -> script(client, FullDocument.DEFAULT));
  }

  @Test
  void everyKindOfWriteWithUpdateLookup() {
    assertSame(client -> script(client, FullDocument.UPDATE_LOOKUP));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{$match: {operationType: {$in: ['insert', 'replace']}}}",
        "{$match: {$or: [{'fullDocument.x': 1}, {'documentKey._id': 'the last'}]}}",
        "{$match: {$or: [{'documentKey._id': {$gt: 50}}, {'documentKey._id': 'the last'}]}}",
        "{$match: {$expr: {$ne: ['$operationType', 'update']}}}",
        "{$project: {documentKey: 1, operationType: 1, ns: 1}}",
        "{$project: {x: 'computed', documentKey: 1, kind: '$operationType', 'ns.coll': 1}}",
        "{$project: {documentKey: 1, ns: {db: 1}, updateDescription: {updatedFields: 1}}}",
        "{$project: {wallTime: 0, 'ns.db': 0}}",
        "{$unset: ['clusterTime', 'ns.coll', 'fullDocument._id']}",
        "{$addFields: {'ns.full': {$concat: ['$ns.db', '.', '$ns.coll']}, kind: '$operationType'}}",
        "{$set: {ns: {more: 1}, operationType: {$toUpper: '$operationType'}}}",
        "{$replaceWith: {_id: '$_id', documentKey: '$documentKey', op: '$operationType'}}",
        "{$replaceRoot: {newRoot: {_id: '$_id', documentKey: '$documentKey'}}}"
      })
  void everyKindOfWriteThroughAPipeline(String stage) {
    assertSame(client -> script(client, FullDocument.DEFAULT, Document.parse(stage)));
  }

  @Test
  void nothingOfAnotherCollection() {
    assertSame(
        client -> {
          MongoCollection<Document> watched = Events.fresh(client, DATABASE, "watched");
          return Events.of(
              watched,
              List.of(),
              FullDocument.DEFAULT,
              () -> {
                MongoDatabase database = client.getDatabase(DATABASE);
                database.createCollection("watched");
                database.getCollection("watched2").insertOne(new Document());
                watched.createIndex(new Document("x", 1));
                database.getCollection("watched.sub").insertOne(new Document());
                watched.insertOne(new Document("_id", "end"));
              },
              Events.insertOf("end"));
        });
  }

  private static List<BsonDocument> script(
      MongoClient client, FullDocument fullDocument, Document... stages) {
    MongoCollection<Document> watched = Events.fresh(client, DATABASE, "watched");
    return Events.of(
        watched,
        List.of(stages),
        fullDocument,
        new ChangeScript(watched)::writes,
        Events.insertOf(ChangeScript.LAST));
  }

  private static void assertSame(Function<MongoClient, List<BsonDocument>> run) {
    TwoServers.Answers<List<BsonDocument>> answers = SERVERS.both(run);

    Normalised.assertSame(answers.embedded(), answers.real());
  }
}
