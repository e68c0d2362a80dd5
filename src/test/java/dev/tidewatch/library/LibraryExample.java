package dev.tidewatch.library;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.stream.AsyncChangeStream;
import dev.tidewatch.stream.ChangePublisher;
import dev.tidewatch.stream.ChangeStream;
import dev.tidewatch.stream.ChangeStreamOptions;
import dev.tidewatch.stream.WatchTarget;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;

/** A program with the change stream as a library; prints each change's {@code n}. */
public final class LibraryExample {

  private LibraryExample() {}

  /** Takes the connection string. */
  public static void main(String[] arguments) throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(2);
    try (MongoClient client = MongoClients.create(arguments[0])) {
      MongoCollection<Document> collection = client.getDatabase("library_it").getCollection("test");
      collection.drop();
      WatchTarget target = WatchTarget.collection(client, "library_it", "test");
      BsonDocument token;
      try (ChangeStream stream = ChangeStream.watch(target, ChangeStreamOptions.NONE)) {
        stream.open();
        for (int n = 1; n <= 3; n++) {
          collection.insertOne(new Document("n", n));
        }
        print(stream.next());
        token = stream.resumeToken();
      }

      ChangeStreamOptions onwards = ChangeStreamOptions.builder().resumeAfter(token).build();
      AsyncChangeStream stream = AsyncChangeStream.watch(target, onwards, executor);
      stream.next().thenAccept(LibraryExample::print).toCompletableFuture().join();
      stream.close().toCompletableFuture().join();

      CountDownLatch seen = new CountDownLatch(2);
      Printing subscriber = new Printing(seen);
      ChangePublisher.watch(target, onwards, executor).subscribe(subscriber);
      seen.await();
      subscriber.subscription.cancel();
      executor.shutdown();
      executor.awaitTermination(10, TimeUnit.SECONDS);
    } finally {
      executor.shutdown();
    }
  }

  private static void print(RawBsonDocument change) {
    System.out.println(change.getDocument("fullDocument").getInt32("n").getValue());
  }

  private static final class Printing implements Flow.Subscriber<RawBsonDocument> {

    private final CountDownLatch seen;
    private Flow.Subscription subscription;

    Printing(CountDownLatch seen) {
      this.seen = seen;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(seen.getCount());
    }

    @Override
    public void onNext(RawBsonDocument change) {
      print(change);
      seen.countDown();
    }

    @Override
    public void onError(Throwable error) {
      error.printStackTrace();
      System.exit(1);
    }

    @Override
    public void onComplete() {}
  }
}
