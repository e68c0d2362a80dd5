package dev.tidewatch.stream;

import static dev.tidewatch.stream.Stages.assertFails;
import static dev.tidewatch.stream.Stages.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.TestMongo;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The asynchronous stream against whatever MongoDB the tests have. */
class AsyncChangeStreamIT {

  private static final String DATABASE = "async_change_stream_it";

  private static MongoClient client;
  private static MongoCollection<Document> collection;
  private static ExecutorService executor;

  @BeforeAll
  static void connect() {
    client = MongoClients.create(TestMongo.uri());
    collection = client.getDatabase(DATABASE).getCollection("test");
    executor = Executors.newFixedThreadPool(2);
  }

  @AfterAll
  static void disconnect() throws InterruptedException {
    executor.shutdown();
    assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).as("all is closed").isTrue();
    client.close();
  }

  @BeforeEach
  void empty() {
    collection.drop();
  }

  @Test
  void aNewStreamGoesOnAfterTheToken() {
    AsyncChangeStream first = opened(options());
    insert(1, 2, 3);
    assertThat(number(first.next())).isEqualTo(1);
    BsonDocument token = first.resumeToken();
    value(first.close());

    AsyncChangeStream second = opened(options().resumeAfter(token));
    assertThat(number(second.next())).isEqualTo(2);
    assertThat(number(second.next())).isEqualTo(3);
    assertThat(value(second.tryNext())).isEmpty();
    value(second.close());
  }

  @Test
  void aChangeThatACancelledCallWaitedForIsTheNextCalls() {
    AsyncChangeStream stream = opened(options());
    CompletionStage<RawBsonDocument> abandoned = stream.next();
    abandoned.toCompletableFuture().cancel(true);
    insert(1);

    assertThat(number(stream.next())).isEqualTo(1);
    value(stream.close());
  }

  @Test
  void fewThreadsDoForManyStreams() {
    List<AsyncChangeStream> streams = Stream.generate(() -> opened(options())).limit(8).toList();
    List<CompletionStage<RawBsonDocument>> waiting =
        streams.stream().map(AsyncChangeStream::next).toList();

    insert(1);

    assertThat(waiting).allSatisfy(stage -> assertThat(number(stage)).isEqualTo(1));
    streams.forEach(stream -> value(stream.close()));
  }

  @Test
  void aBadPipelineFailsTheCall() {
    AsyncChangeStream stream =
        watch(options().pipeline(List.of(BsonDocument.parse("{$nonsense: 1}"))));

    assertFails(stream.next(), MongoCommandException.class);
  }

  @Test
  @NeedsRealMongo // to find the cursor by $currentOp
  void closeEndsAWaitingNextEarlyAndItsCursorOnTheServer() {
    BsonString comment = new BsonString(UUID.randomUUID().toString());
    AsyncChangeStream stream =
        opened(options().comment(comment).maxAwaitTime(Duration.ofMinutes(1)));
    CompletionStage<RawBsonDocument> waiting = stream.next();
    await().until(() -> ServerCursors.count(client, comment) == 1);

    CompletionStage<Void> closed = stream.close();

    assertThat(waiting.toCompletableFuture()).isCompletedExceptionally();
    assertFails(waiting, NoSuchElementException.class);
    assertThat(closed).succeedsWithin(20, TimeUnit.SECONDS);
    await().until(() -> ServerCursors.count(client, comment) == 0);
  }

  private static ChangeStreamOptions.Builder options() {
    return ChangeStreamOptions.builder().maxAwaitTime(Duration.ofMillis(200));
  }

  private static AsyncChangeStream watch(ChangeStreamOptions.Builder options) {
    return AsyncChangeStream.watch(
        WatchTarget.collection(client, DATABASE, "test"), options.build(), executor);
  }

  private static AsyncChangeStream opened(ChangeStreamOptions.Builder options) {
    AsyncChangeStream stream = watch(options);
    value(stream.open());
    return stream;
  }

  private static void insert(int... numbers) {
    for (int n : numbers) {
      collection.insertOne(new Document("n", n));
    }
  }

  private static int number(CompletionStage<RawBsonDocument> change) {
    return value(change).getDocument("fullDocument").getInt32("n").getValue();
  }
}
