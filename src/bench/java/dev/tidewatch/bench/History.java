package dev.tidewatch.bench;

import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.Document;

/**
 * Sends what MongoDB still has to a reader with an old position, beside a bare cursor of MongoDB's
 * driver over the same stretch, in turns; then to many readers that return at once. Prints a table.
 * {@code scripts/bench history} starts it, with a log that is too short for any of them.
 */
final class History {

  private static final String DOCUMENT_PAD = "x".repeat(1000);
  private static final int ROUNDS = 5;
  private static final int POSITIONS = 50;
  private static final long PATIENCE_SECONDS = 60;
  private static final long SAMPLE_MILLIS = 50;

  // a strong reference, because an unreferenced logger loses its level
  private static final Logger DRIVER = Logger.getLogger("org.mongodb.driver");

  private final MongoClient client;
  private final MongoCollection<Document> collection;
  private final URI base;
  private final int changes;
  private final int returning;
  private final List<String> positions = new ArrayList<>();

  private History(MongoClient client, URI base, boolean quick) {
    String[] ns = System.getenv("TIDEWATCH_NS").split("\\.", 2);
    this.client = client;
    this.base = base;
    changes = quick ? 20_000 : 200_000;
    returning = quick ? 100 : 1000;
    collection = client.getDatabase(ns[0]).getCollection(ns[1]);
  }

  /** Takes the server's port and {@code full} or {@code quick}. */
  public static void main(String[] args) throws Exception {
    DRIVER.setLevel(Level.SEVERE);
    try (MongoClient client = MongoClients.create(System.getenv("TIDEWATCH_MONGO"))) {
      new History(client, URI.create("ws://127.0.0.1:" + args[0]), args[1].equals("quick"))
          .measure();
    }
  }

  private void measure() throws Exception {
    insert(0, 1);
    Returning.awaitChanges(base, 1);
    String position = Returning.position(base);
    BsonDocument token;
    try (MongoChangeStreamCursor<?> cursor = collection.watch().cursor()) {
      // the first answer brings the token
      cursor.tryNext();
      token = cursor.getResumeToken();
    }
    insert(1, changes);
    Returning.awaitChanges(base, 1 + changes);
    beside(position, token);
    storm();
    collection.drop();
  }

  private void beside(String position, BsonDocument token) throws IOException {
    System.out.println("| round | driver, changes/s | Tidewatch, changes/s | ratio |");
    System.out.println("|--:|--:|--:|--:|");
    for (int round = 0; round <= ROUNDS; round++) {
      double driver = changes / readWithDriver(token);
      double reader = changes / readWithTidewatch(List.of(position), 1, changes);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f | %.0f | %.2f |%n",
          round == 0 ? "warm-up" : Integer.toString(round),
          driver,
          reader,
          reader / driver);
    }
  }

  private double readWithDriver(BsonDocument token) {
    long begin = System.nanoTime();
    try (MongoChangeStreamCursor<ChangeStreamDocument<Document>> cursor =
        collection.watch().resumeAfter(token).cursor()) {
      for (int i = 0; i < changes; i++) {
        cursor.next();
      }
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private double readWithTidewatch(List<String> after, int count, long deliveries)
      throws IOException {
    List<Address> addresses =
        after.stream()
            .map(
                id -> new Address(base.resolve("/feeds/changes?after=" + id), "tidewatch.v1", null))
            .toList();
    long begin = System.nanoTime();
    try (Clients clients = Clients.connect(addresses, count, 1)) {
      clients.readUntil(deliveries, PATIENCE_SECONDS);
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (clients.deliveries() != deliveries
          || clients.sum(Client::repeated) + clients.sum(Client::disordered) > 0) {
        throw new IOException(
            "%d of %d changes came, %d repeated and %d out of order"
                .formatted(
                    clients.deliveries(),
                    deliveries,
                    clients.sum(Client::repeated),
                    clients.sum(Client::disordered)));
      }
      return seconds;
    }
  }

  /** Readers from many positions, all at once. */
  private void storm() throws Exception {
    int step = changes / 40 / POSITIONS;
    int first = 1 + changes;
    for (int i = 0; i < POSITIONS; i++) {
      positions.add(Returning.position(base));
      insert(first + i * step, step);
      Returning.awaitChanges(base, first + (i + 1) * step);
    }
    // the log no longer has the last of the positions
    int more = 2 * Integer.parseInt(System.getenv("TIDEWATCH_LOG_EVENTS"));
    insert(first + POSITIONS * step, more);
    Returning.awaitChanges(base, first + POSITIONS * step + more);
    long one = POSITIONS * step + more;
    double alone = readWithTidewatch(positions.subList(0, 1), 1, one);
    long all =
        IntStream.range(0, returning).mapToLong(i -> one - (long) i % POSITIONS * step).sum();
    Streams streams = new Streams(client.getDatabase("admin"));
    double seconds = readWithTidewatch(positions, returning, all);
    System.out.printf(
        Locale.ROOT,
        "%n%,d readers from %d positions, up to %,d changes back: the last had everything after"
            + " %.1f s, one alone after %.1f s; %,.0f changes/s; at most %d change streams at once,"
            + " 1 before%n",
        returning,
        POSITIONS,
        one,
        seconds,
        alone,
        all / seconds,
        streams.stop());
  }

  private void insert(int from, int count) {
    int end = from + count;
    for (int n = from; n < end; n += 500) {
      collection.insertMany(
          IntStream.range(n, Math.min(end, n + 500))
              .mapToObj(i -> new Document("m", Marker.now(i)).append("pad", DOCUMENT_PAD))
              .toList());
    }
  }

  /** Counts MongoDB's change streams while readers return. */
  private static final class Streams {

    private static final List<Document> OPEN =
        List.of(
            new Document("$currentOp", new Document("allUsers", true).append("idleCursors", true)),
            new Document(
                "$match",
                new Document(
                    "cursor.originatingCommand.pipeline.0.$changeStream",
                    new Document("$exists", true))),
            new Document("$count", "n"));

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final CompletableFuture<Integer> most;

    Streams(MongoDatabase admin) {
      most = CompletableFuture.supplyAsync(() -> watch(admin));
    }

    private int watch(MongoDatabase admin) {
      int highest = 0;
      while (!stopped.get()) {
        Document open = admin.aggregate(OPEN).first();
        highest = Math.max(highest, open == null ? 0 : open.getInteger("n"));
        try {
          TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return highest;
    }

    int stop() {
      stopped.set(true);
      return most.join();
    }
  }
}
