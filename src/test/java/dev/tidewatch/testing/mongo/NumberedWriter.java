package dev.tidewatch.testing.mongo;

import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/**
 * Inserts {@code {_id: n, n: n}}, one after another, for as long as it is open, and remembers which
 * numbers a majority has acknowledged. A number whose write failed is not tried again, for nobody
 * knows whether it was written.
 *
 * <p>Owner of its client: its own thread. The rest: any thread.
 */
public final class NumberedWriter implements AutoCloseable {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final long MAJORITY_SECONDS = 5;

  private final MongoClient client;
  private final MongoCollection<Document> collection;
  private final SortedSet<Integer> acknowledged = new TreeSet<>();
  private final Thread thread = new Thread(this::run, "numbered writer");
  private int attempts;
  private volatile boolean stopped;

  private NumberedWriter(String uri, String database, String collection) {
    client =
        MongoClients.create(
            uri
                // the driver's retry would hide most writes whose answer is lost
                + "&retryWrites=false"
                + "&serverSelectionTimeoutMS=3000&connectTimeoutMS=1000&socketTimeoutMS=6000"
                + "&heartbeatFrequencyMS=500");
    this.collection =
        client
            .getDatabase(database)
            .getCollection(collection)
            .withWriteConcern(
                WriteConcern.MAJORITY.withWTimeout(MAJORITY_SECONDS, TimeUnit.SECONDS));
  }

  /** Starts to write to a replica set. */
  public static NumberedWriter start(String uri, String database, String collection) {
    NumberedWriter writer = new NumberedWriter(uri, database, collection);
    writer.thread.start();
    return writer;
  }

  /** A copy of the numbers that must arrive. */
  public synchronized SortedSet<Integer> acknowledged() {
    return new TreeSet<>(acknowledged);
  }

  /** Every number below was tried, none from it on. */
  public synchronized int attempts() {
    return attempts;
  }

  /** Waits until a number from that on has been acknowledged, and returns it. */
  public int awaitAcknowledged(int from) {
    return await("a write that a majority acknowledges")
        .atMost(LONG)
        .until(() -> acknowledged().tailSet(from), numbers -> !numbers.isEmpty())
        .first();
  }

  private void run() {
    while (!stopped) {
      int n = nextAttempt();
      try {
        collection.insertOne(new Document("_id", n).append("n", n));
        acknowledge(n);
      } catch (MongoException e) {
        // written or not: nobody knows
      }
    }
  }

  private synchronized int nextAttempt() {
    return attempts++;
  }

  private synchronized void acknowledge(int n) {
    acknowledged.add(n);
  }

  /** Waits for the write under way, and writes no more. */
  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }
}
