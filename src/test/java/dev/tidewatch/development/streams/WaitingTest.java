package dev.tidewatch.development.streams;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.tidewatch.development.DevelopmentMongo;
import dev.tidewatch.development.RawCommands;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A waiting getMore blocks no other call, and ends as soon as there is a reason. */
class WaitingTest {

  /** Far longer than any of these tests may take. */
  private static final long FOREVER_MILLIS = 600_000;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private DevelopmentMongo mongo;
  private MongoClient client;
  private MongoDatabase database;

  @BeforeEach
  void connect() {
    mongo = DevelopmentMongo.start(0);
    client = MongoClients.create(mongo.uri());
    database = client.getDatabase("test");
  }

  @AfterEach
  void disconnect() {
    mongo.close();
    client.close();
    threads.shutdownNow();
  }

  @Test
  void endsWithTheFirstEvent() throws Exception {
    CompletableFuture<Document> waiting = getMore(open());

    database.getCollection("watched").insertOne(new Document("_id", 1));

    assertThat(RawCommands.batch(waiting.get(30, SECONDS))).hasSize(1);
  }

  @Test
  void doesNotEndWithAnEventOfAnotherCollection() {
    CompletableFuture<Document> waiting = getMore(open());

    for (int i = 0; i < 100; i++) {
      database.getCollection("other").insertOne(new Document());
    }

    assertThat(waiting).isNotDone();
  }

  @Test
  void endsEmptyWhenItsTimeIsUp() {
    Document reply = database.runCommand(RawCommands.getMore(open()).append("maxTimeMS", 10));

    assertThat(RawCommands.batch(reply)).isEmpty();
  }

  @Test
  void movesTheTokenEvenWhenNothingMatches() {
    long cursor = open(new Document("$match", new Document("operationType", "none")));
    Document command = RawCommands.getMore(cursor).append("maxTimeMS", 1);
    String before = RawCommands.token(database.runCommand(command));

    database.getCollection("watched").insertOne(new Document());

    assertThat(RawCommands.token(database.runCommand(command))).isGreaterThan(before);
  }

  @Test
  void holdsUpNoOtherConnection() {
    List<CompletableFuture<Document>> waiting = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      waiting.add(getMore(open()));
    }

    for (int i = 0; i < 200; i++) {
      database.getCollection("other").insertOne(new Document("_id", i));
    }

    assertThat(database.getCollection("other").countDocuments()).isEqualTo(200);
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    database.getCollection("watched").insertOne(new Document());
    await().until(() -> waiting.stream().allMatch(CompletableFuture::isDone));
  }

  @Test
  void endsWhenItsCursorIsKilled() {
    long cursor = open();
    CompletableFuture<Document> waiting = getMore(cursor);

    database.runCommand(new Document("killCursors", "watched").append("cursors", List.of(cursor)));

    assertThatThrownBy(() -> waiting.get(30, SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(MongoCommandException.class)
        .hasFieldOrPropertyWithValue("code", 237);
  }

  @Test
  void holdsItsCursorForItself() {
    long cursor = open();
    getMore(cursor);

    assertThatThrownBy(() -> database.runCommand(RawCommands.getMore(cursor)))
        .isInstanceOf(MongoCommandException.class)
        .hasFieldOrPropertyWithValue("code", 12051);
  }

  @Test
  void endsWhenTheDatabaseStops() {
    CompletableFuture<Document> waiting = getMore(open());

    mongo.close();

    await().until(waiting::isCompletedExceptionally);
  }

  @Test
  void leavesTheCursorToOthersWhenItsClientGoes() throws Exception {
    long cursor = open();
    // a driver does not cut a connection that is in use
    try (Socket socket = new Socket("127.0.0.1", URI.create(mongo.uri()).getPort())) {
      Document command = waitForever(cursor).append("$db", "test");
      socket.getOutputStream().write(RawCommands.message(command));
      await().until(() -> mongo.waiting() == 1);
    }
    await().until(() -> mongo.waiting() == 0);
    database.getCollection("watched").insertOne(new Document());

    assertThat(RawCommands.batch(getMore(cursor).get(30, SECONDS))).hasSize(1);
  }

  private long open(Document... stages) {
    return RawCommands.aggregate(database, new Document(), new Document(), stages).getLong("id");
  }

  /** Returns once the server has the getMore: only then is it in somebody's way, or is not. */
  private CompletableFuture<Document> getMore(long cursor) {
    int before = mongo.waiting();
    CompletableFuture<Document> reply =
        CompletableFuture.supplyAsync(() -> database.runCommand(waitForever(cursor)), threads);
    await().until(() -> reply.isDone() || mongo.waiting() > before);
    return reply;
  }

  private static Document waitForever(long cursor) {
    return RawCommands.getMore(cursor).append("maxTimeMS", FOREVER_MILLIS);
  }
}
