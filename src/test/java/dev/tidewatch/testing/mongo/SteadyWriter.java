package dev.tidewatch.testing.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.bson.Document;

/** Inserts documents with an {@code n} from 0 on, for as long as a test takes. */
public final class SteadyWriter implements AutoCloseable {

  private static final int BATCH = 10;
  private static final long PAUSE_NANOS = 5_000_000;

  private final MongoClient client;
  private final MongoCollection<Document> collection;
  private final IntSupplier limit;
  private final Thread thread = new Thread(this::run, "writer");
  private volatile int written;
  private volatile boolean stopped;

  /**
   * Begins.
   *
   * @param limit how many there may be by now: a writer that is far ahead only makes a test long
   */
  public SteadyWriter(String uri, String database, String name, IntSupplier limit) {
    client = MongoClients.create(uri);
    collection = client.getDatabase(database).getCollection(name);
    this.limit = limit;
    thread.start();
  }

  private void run() {
    while (!stopped) {
      if (written + BATCH <= limit.getAsInt()) {
        List<Document> documents =
            IntStream.range(written, written + BATCH).mapToObj(n -> new Document("n", n)).toList();
        collection.insertMany(documents);
        written += BATCH;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** How many are inserted. */
  public int written() {
    return written;
  }

  /** Inserts no more; how many there are. */
  public int stop() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return written;
  }

  @Override
  public void close() {
    stop();
    client.close();
  }
}
