package dev.tidewatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.tidewatch.testing.TestDatabase;
import dev.tidewatch.testing.mongo.SentCommands;
import dev.tidewatch.testing.mongo.TestMongo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A collection of one test class, empty before each test, with a client for its streams whose
 * commands are recorded and another for everything else.
 */
final class WatchedCollection implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  static final String NAME = "watched";

  private final String database;
  private final SentCommands sent = new SentCommands();
  private MongoClient writer;
  private MongoClient watcher;

  /**
   * A collection {@link #NAME}.
   *
   * @param database the test class's own; also what its streams' client calls itself
   */
  WatchedCollection(String database) {
    this.database = database;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    writer = MongoClients.create(TestMongo.uri());
    watcher =
        MongoClients.create(
            MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(TestMongo.uri()))
                .applicationName(database)
                .addCommandListener(sent)
                // after an error that says it is shutting down, a server is asked again so soon
                .applyToServerSettings(s -> s.heartbeatFrequency(500, TimeUnit.MILLISECONDS))
                .build());
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    collection().drop();
    sent.clear();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    TestDatabase.emptied(writer, database);
    writer.close();
    watcher.close();
  }

  /** The client of the streams. */
  MongoClient client() {
    return watcher;
  }

  /** What it sent since the test began. */
  SentCommands sent() {
    return sent;
  }

  /** Its name to the server. */
  String application() {
    return database;
  }

  /** For writes that are not recorded. */
  MongoDatabase database() {
    return writer.getDatabase(database);
  }

  /** For writes that are not recorded. */
  MongoCollection<Document> collection() {
    return database().getCollection(NAME);
  }

  /** One document {@code {n: …}} for each number. */
  void insert(int... numbers) {
    insert(writer, numbers);
  }

  /** The same by the client of the streams. */
  void insertByStreamsClient(int... numbers) {
    insert(watcher, numbers);
  }

  private void insert(MongoClient by, int... numbers) {
    MongoCollection<Document> into = by.getDatabase(database).getCollection(NAME);
    for (int n : numbers) {
      into.insertOne(new Document("n", n));
    }
  }

  WatchTarget target() {
    return WatchTarget.collection(watcher, database, NAME);
  }

  /** Options with a short wait. */
  static ChangeStreamOptions.Builder options() {
    return ChangeStreamOptions.builder().maxAwaitTime(Duration.ofMillis(200));
  }

  ChangeStream watch(ChangeStreamOptions.Builder options) {
    return ChangeStream.watch(target(), options.build());
  }

  /** An open stream; what it sent to open is forgotten. */
  ChangeStream opened(ChangeStreamOptions.Builder options) {
    ChangeStream stream = watch(options);
    stream.open();
    sent.clear();
    return stream;
  }

  /** A place before the changes that the test makes next. */
  BsonDocument token() {
    try (ChangeStream stream = watch(options())) {
      stream.tryNext();
      return stream.resumeToken();
    } finally {
      sent.clear();
    }
  }

  /** The stage that the last aggregate began with. */
  BsonDocument lastStage() {
    return sent.last("aggregate")
        .getArray("pipeline")
        .get(0)
        .asDocument()
        .getDocument("$changeStream");
  }

  /** The collection's cursors that wait on a real server for their next getMore. */
  List<Long> idleCursors() {
    List<Long> ids = new ArrayList<>();
    writer
        .getDatabase("admin")
        .aggregate(
            List.of(
                Document.parse("{$currentOp: {idleCursors: true}}"),
                new Document(
                    "$match",
                    new Document("type", "idleCursor")
                        .append("ns", new Document("$regex", "^" + database + "\\.")))))
        .forEach(op -> ids.add(op.get("cursor", Document.class).getLong("cursorId")));
    return ids;
  }

  /** Kills them, as a restarted server would have forgotten them. */
  void killIdleCursors() {
    List<Long> ids = idleCursors();
    assertThat(ids).isNotEmpty();
    database().runCommand(new Document("killCursors", NAME).append("cursors", ids));
  }

  static int number(RawBsonDocument change) {
    return change.getDocument("fullDocument").getInt32("n").getValue();
  }

  static String type(RawBsonDocument change) {
    return change.getString("operationType").getValue();
  }
}
