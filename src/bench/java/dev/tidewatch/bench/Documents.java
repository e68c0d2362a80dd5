package dev.tidewatch.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;

/**
 * Sends a collection to one reader of live documents, beside a bare cursor of MongoDB's driver that
 * reads the same collection, in turns. Prints a table. {@code scripts/bench documents} starts it.
 */
final class Documents {

  private static final int BATCH = 5000;
  private static final int ROUNDS = 5;
  private static final String PAD = "x".repeat(200);
  private static final long SAMPLE_MILLIS = 500;

  private Documents() {}

  /** What reading the collection once took. */
  private record Reading(long documents, double seconds) {

    double perSecond() {
      return documents / seconds;
    }
  }

  /** Takes the server's port, its process and {@code full} or {@code quick}. */
  public static void main(String[] args) throws Exception {
    int count = args[2].equals("quick") ? 50_000 : 1_000_000;
    String[] ns = System.getenv("TIDEWATCH_NS").split("\\.", 2);
    JvmProcess server = new JvmProcess(Long.parseLong(args[1]));
    URI uri = URI.create("ws://127.0.0.1:" + args[0] + "/feeds/changes?documents=true");
    try (MongoClient client = MongoClients.create(System.getenv("TIDEWATCH_MONGO"))) {
      MongoCollection<Document> collection = client.getDatabase(ns[0]).getCollection(ns[1]);
      fill(collection, count);
      System.out.println(
          "| round | driver, documents/s | Tidewatch, documents/s | ratio | live heap, MiB |");
      System.out.println("|--:|--:|--:|--:|--:|");
      long before = server.liveHeap();
      for (int round = 0; round <= ROUNDS; round++) {
        Reading driver = readWithDriver(collection);
        HeapSampler heap = new HeapSampler(server);
        Reading reader = readWithTidewatch(uri);
        double most = heap.stop();
        check(driver, reader, count);
        System.out.printf(
            "| %s | %.0f | %.0f | %.2f | %.0f, before %.0f |%n",
            round == 0 ? "warm-up" : Integer.toString(round),
            driver.perSecond(),
            reader.perSecond(),
            reader.perSecond() / driver.perSecond(),
            most,
            before / 1048576.0);
      }
      client.getDatabase(ns[0]).drop();
    }
  }

  private static void fill(MongoCollection<Document> collection, int count) {
    collection.drop();
    for (int n = 0; n < count; n += BATCH) {
      List<Document> batch = new ArrayList<>();
      for (int i = n; i < n + BATCH; i++) {
        batch.add(new Document("_id", i).append("m", "number " + i).append("pad", PAD));
      }
      collection.insertMany(batch);
    }
  }

  private static Reading readWithDriver(MongoCollection<Document> collection) {
    long begin = System.nanoTime();
    long count = 0;
    try (MongoCursor<Document> cursor = collection.find().sort(new Document("_id", 1)).cursor()) {
      while (cursor.hasNext()) {
        cursor.next();
        count++;
      }
    }
    return new Reading(count, (System.nanoTime() - begin) / 1e9);
  }

  private static Reading readWithTidewatch(URI uri) throws Exception {
    Reader reader = new Reader();
    long begin = System.nanoTime();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .subprotocols("tidewatch.v1")
            .buildAsync(uri, reader)
            .get(1, TimeUnit.MINUTES);
    long count = reader.current.get(10, TimeUnit.MINUTES);
    double seconds = (System.nanoTime() - begin) / 1e9;
    socket.abort();
    if (reader.documents.get() != count) {
      throw new IllegalStateException(reader.documents + " documents came, not " + count);
    }
    return new Reading(count, seconds);
  }

  private static void check(Reading driver, Reading reader, int count) {
    if (driver.documents() != count || reader.documents() != count) {
      throw new IllegalStateException("not every document was read: " + driver + ", " + reader);
    }
  }

  /** Counts the documents until all have come. */
  private static final class Reader implements WebSocket.Listener {

    private static final String DOCUMENT = "{\"_id\": ";
    private static final String CURRENT = "\"count\":";

    private final AtomicLong documents = new AtomicLong();
    private final CompletableFuture<Long> current = new CompletableFuture<>();
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        take(message.toString());
        message.setLength(0);
      }
      socket.request(1);
      return null;
    }

    private void take(String text) {
      if (text.startsWith("{\"type\":\"current\"")) {
        int begin = text.indexOf(CURRENT) + CURRENT.length();
        current.complete(Long.parseLong(text, begin, text.indexOf('}', begin), 10));
        return;
      }
      int count = 0;
      for (int at = text.indexOf(DOCUMENT); at >= 0; at = text.indexOf(DOCUMENT, at + 1)) {
        count++;
      }
      documents.addAndGet(count);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      current.completeExceptionally(error);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      current.completeExceptionally(new IllegalStateException(code + " " + reason));
      return null;
    }
  }

  /** The most of a process's heap that lives while something runs; one collection at a time. */
  private static final class HeapSampler {

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final CompletableFuture<Double> most;

    HeapSampler(JvmProcess process) {
      most =
          CompletableFuture.supplyAsync(
              () -> {
                double highest = 0;
                try {
                  do {
                    highest = Math.max(highest, process.histogram() / 1048576.0);
                    TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
                  } while (!stopped.get());
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
                return highest;
              });
    }

    double stop() {
      stopped.set(true);
      return most.join();
    }
  }
}
