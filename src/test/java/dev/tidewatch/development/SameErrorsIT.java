package dev.tidewatch.development;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoCommandException;
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

/** What a real MongoDB refuses, the development MongoDB refuses with the same code and labels. */
@NeedsRealMongo
class SameErrorsIT {

  private static final String DATABASE = "tidewatch_development_errors_it";

  @RegisterExtension static final TwoServers SERVERS = new TwoServers(DATABASE);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{resumeAfter: {_data: 'zz'}}",
        "{resumeAfter: {_data: 'ABC'}}",
        "{resumeAfter: {_data: 'AB'}}",
        "{resumeAfter: {_data: 'DEADBEEF'}}",
        "{resumeAfter: {_data: '82'}}",
        "{resumeAfter: {_data: ''}}",
        "{resumeAfter: {_data: 5}}",
        "{resumeAfter: {}}",
        "{resumeAfter: 'text'}",
        "{startAfter: {_data: 'zz'}}",
        "{startAtOperationTime: 5}",
        "{resumeAfter: {_data: '82'}, startAfter: {_data: '82'}}",
        "{fullDocument: 'sometimes'}",
      })
  void ofABadOption(String stage) {
    assertSame(client -> errorOf(client, "watched", List.of(changeStream(Document.parse(stage)))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{$group: {_id: 1}}",
        "{$sort: {_id: 1}}",
        "{$limit: 1}",
        "{$noSuchStage: {}}",
        "{$match: {}, $unset: 'x'}",
        "{}"
      })
  void ofABadStage(String stage) {
    assertSame(
        client ->
            errorOf(
                client, "watched", List.of(changeStream(new Document()), Document.parse(stage))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{$unset: '_id'}", "{$set: {_id: 1}}", "{$project: {_id: 0}}"})
  void ofAPipelineThatRemovesTheToken(String stage) {
    assertSame(
        client ->
            errorOf(
                client,
                "watched",
                List.of(
                    changeStream(new Document("resumeAfter", events(client).get(0).get("_id"))),
                    Document.parse(stage))));
  }

  @Test
  void ofATokenOfAnotherCollection() {
    assertSame(
        client -> {
          Object token = events(client).get(0).get("_id");
          // a real server knows it only once it sees an event beyond the token
          client.getDatabase(DATABASE).getCollection("another").insertOne(new Document());
          return errorOf(
              client, "another", List.of(changeStream(new Document("resumeAfter", token))));
        });
  }

  @Test
  void ofResumingAfterAnInvalidate() {
    assertSame(
        client -> {
          List<BsonDocument> events = events(client);
          BsonDocument invalidate = events.get(events.size() - 1);
          return errorOf(
              client,
              "watched",
              List.of(changeStream(new Document("resumeAfter", invalidate.get("_id")))));
        });
  }

  @Test
  void ofAnInternalNamespace() {
    assertSame(client -> errorOf(client, "system.views", List.of(changeStream(new Document()))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{getMore: {$numberLong: '12345'}, collection: 'watched'}",
        "{getMore: {$numberLong: '12345'}, collection: 'watched', batchSize: 0}",
        "{noSuchCommand: 1}",
        "{aggregate: 'exists', pipeline: [{$noSuchStage: {}}], cursor: {}}",
        "{aggregate: 'exists', pipeline: [{$group: {_id: 1, x: {$noSuch: 1}}}], cursor: {}}",
        "{find: 'exists', filter: {x: {$noSuch: 1}}}",
        "{find: 'exists', filter: {$noSuch: 1}}",
        "{collStats: 'exists', scale: 0}",
        "{aggregate: 'missing', pipeline: [{$collStats: {storageStats: {}}}], cursor: {}}",
        "{aggregate: 'missing', pipeline: [{$collStats: {count: {}}}], cursor: {}}",
        "{aggregate: 'watched', pipeline: [{$changeStream: {}}]}"
      })
  void ofACommand(String command) {
    assertSame(
        client -> {
          MongoDatabase database = client.getDatabase(DATABASE);
          database.getCollection("exists").insertOne(new Document());
          return error(() -> database.runCommand(Document.parse(command)));
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a/",
        "[1]",
        "[]",
        "{$a: 1}",
        "{a: {$b: 1}}",
        "{$ref: 'x', $id: 1}",
        "{a: /x/}",
        "{a: [1]}"
      })
  void ofAnId(String id) {
    for (String command :
        List.of(
            "{insert: 'ids', documents: [{_id: ID, x: 1}]}",
            "{insert: 'ids', documents: [{_id: 20}, {_id: ID}, {_id: 21}]}",
            "{insert: 'ids', documents: [{_id: 22}, {_id: ID}, {_id: 23}], ordered: false}",
            "{update: 'ids', updates: [{q: {_id: {$eq: ID}}, u: {$set: {x: 1}}, upsert: true}]}",
            "{update: 'ids', updates: [{q: {x: 99}, u: {$setOnInsert: {_id: ID}}, upsert: true}]}",
            "{update: 'ids', updates: [{q: {x: 98}, u: {$set: {_id: ID}}, upsert: true}]}",
            "{update: 'ids', updates: [{q: {x: 97}, u: {_id: ID, y: 1}, upsert: true}]}",
            "{update: 'ids', updates: [{q: {_id: 1}, u: {_id: ID, x: 1}}]}",
            "{update: 'ids', updates: [{q: {_id: 77}, u: {_id: ID, x: 1}}]}",
            "{update: 'ids', updates: [{q: {_id: 1}, u: {$set: {_id: ID}}}]}",
            "{findAndModify: 'ids', query: {x: 96}, update: {_id: ID, y: 1}, upsert: true}",
            "{findAndModify: 'ids', query: {x: 95}, update: {$set: {_id: ID}}, upsert: true}")) {
      TwoServers.Answers<String> answers =
          SERVERS.both(client -> outcome(client, Document.parse(command.replace("ID", id))));

      assertThat(answers.embedded()).as(command).isEqualTo(answers.real());
    }
  }

  @Test
  void aPatternThatAnUpsertLooksForIsNoId() {
    TwoServers.Answers<String> answers =
        SERVERS.both(
            client ->
                outcome(
                    client,
                    Document.parse(
                        "{update: 'ids', updates: [{q: {_id: /a/}, u: {$set: {x: 1}}, upsert: true}]}")));

    assertThat(answers.embedded()).isEqualTo(answers.real()).isEqualTo("n=1 errors=[] left=2");
  }

  /** What a write to a collection of one document comes to, and how many there are then. */
  private static String outcome(MongoClient client, Document command) {
    MongoCollection<Document> ids = Events.fresh(client, DATABASE, "ids");
    ids.insertOne(new Document("_id", 1));
    String result;
    try {
      Document reply = client.getDatabase(DATABASE).runCommand(command);
      List<Integer> errors =
          reply.getList("writeErrors", Document.class, List.of()).stream()
              .map(error -> error.getInteger("code"))
              .toList();
      result = "n=" + reply.getOrDefault("n", 0) + " errors=" + errors;
    } catch (MongoCommandException e) {
      result = e.getErrorCode() + " " + e.getErrorCodeName();
    }
    return result + " left=" + ids.countDocuments();
  }

  @Test
  void ofARename() {
    assertSame(client -> rename(client, "missing", "to"));
    assertSame(client -> rename(client, "exists", "exists"));
    assertSame(client -> rename(client, "exists", "exists2"));
  }

  private static Failure rename(MongoClient client, String from, String to) {
    MongoDatabase database = client.getDatabase(DATABASE);
    database.getCollection("exists").insertOne(new Document());
    database.getCollection("exists2").insertOne(new Document());
    return error(
        () ->
            client
                .getDatabase("admin")
                .runCommand(
                    new Document("renameCollection", DATABASE + "." + from)
                        .append("to", DATABASE + "." + to)));
  }

  /** An insert, a drop and the invalidate. */
  private static List<BsonDocument> events(MongoClient client) {
    MongoCollection<Document> watched = Events.fresh(client, DATABASE, "watched");
    return Events.of(
        watched,
        List.of(),
        FullDocument.DEFAULT,
        () -> {
          watched.insertOne(new Document("_id", 1));
          watched.drop();
        },
        Events::isInvalidate);
  }

  private static Document changeStream(Document stage) {
    return new Document("$changeStream", stage);
  }

  private static Failure errorOf(MongoClient client, String collection, List<Document> pipeline) {
    Document aggregate =
        new Document("aggregate", collection)
            .append("pipeline", pipeline)
            .append("cursor", new Document());
    return error(() -> client.getDatabase(DATABASE).runCommand(aggregate));
  }

  private static Failure error(Runnable command) {
    MongoCommandException e = catchThrowableOfType(MongoCommandException.class, command::run);
    assertThat(e).as("the server's error").isNotNull();
    return new Failure(
        e.getErrorCode(), e.getErrorCodeName(), e.hasErrorLabel("NonResumableChangeStreamError"));
  }

  private record Failure(int code, String codeName, boolean nonResumable) {}

  private static void assertSame(Function<MongoClient, Failure> run) {
    TwoServers.Answers<Failure> answers = SERVERS.both(run);

    assertThat(answers.embedded()).isEqualTo(answers.real());
  }
}
