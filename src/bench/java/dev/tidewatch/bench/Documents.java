package dev.tidewatch.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final double MIB = 1 << 20;

  // a strong reference, because an unreferenced logger loses its level
  private static final Logger DRIVER = Logger.getLogger("org.mongodb.driver");

  private Documents() {}

  /** What reading the collection once took. */
  private record Reading(long documents, double seconds) {

    double perSecond() {
      return documents / seconds;
    }
  }

  /** Takes the server's port, its process and {@code full} or {@code quick}. */
  public static void main(String[] args) throws Exception {
    DRIVER.setLevel(Level.SEVERE);
    int count = args[2].equals("quick") ? 50_000 : 1_000_000;
    String[] ns = System.getenv("TIDEWATCH_NS").split("\\.", 2);
    JvmProcess server = new JvmProcess(Long.parseLong(args[1]));
    try (MongoClient client = MongoClients.create(System.getenv("TIDEWATCH_MONGO"))) {
      MongoCollection<Document> collection = client.getDatabase(ns[0]).getCollection(ns[1]);
      fill(collection, count);
      // it does nothing else then
      Returning.awaitChanges(URI.create("ws://127.0.0.1:" + args[0]), count);
      System.out.println("| round | driver, documents/s | Tidewatch, documents/s | ratio |");
      System.out.println("|--:|--:|--:|--:|");
      for (int round = 0; round <= ROUNDS; round++) {
        Reading driver = readWithDriver(collection);
        Reading reader = readWithTidewatch(args[0]);
        check(driver, reader, count);
        System.out.printf(
            "| %s | %.0f | %.0f | %.2f |%n",
            round == 0 ? "warm-up" : Integer.toString(round),
            driver.perSecond(),
            reader.perSecond(),
            reader.perSecond() / driver.perSecond());
      }
      // apart, because counting the heap stops the server
      double before = server.liveHeap() / MIB;
      HeapSampler heap = new HeapSampler(server);
      readWithTidewatch(args[0]);
      System.out.printf(
          "live heap, MiB: %.0f before, at most %.0f meanwhile%n", before, heap.stop());
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

  private static Reading readWithTidewatch(String port) throws IOException {
    long begin = System.nanoTime();
    try (Socket socket = new Socket("127.0.0.1", Integer.parseInt(port))) {
      Reader reader = new Reader(socket);
      long count = reader.readToCurrent();
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (reader.documents != count) {
        throw new IOException(reader.documents + " documents came, not " + count);
      }
      return new Reading(count, seconds);
    }
  }

  private static void check(Reading driver, Reading reader, int count) {
    if (driver.documents() != count || reader.documents() != count) {
      throw new IllegalStateException("not every document was read: " + driver + ", " + reader);
    }
  }

  /**
   * Counts the documents until all have come. As little as that takes, because it shares the
   * machine with what is measured.
   */
  private static final class Reader {

    private static final byte[] DOCUMENT = "{\"_id\": ".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern CURRENT =
        Pattern.compile("^\\{\"type\":\"current\".*\"count\":(\\d+)");
    private static final int SHORT = 200;
    private static final int PING = 9;
    private static final int CLOSE = 8;

    private final DataInputStream in;
    private long documents;

    Reader(Socket socket) throws IOException {
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
      socket
          .getOutputStream()
          .write(
              ("GET /feeds/changes?documents=true&batch=262144 HTTP/1.1\r\nHost: 127.0.0.1:"
                      + socket.getPort()
                      + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                      + "Sec-WebSocket-Protocol: tidewatch.v1\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      passHead();
    }

    private void passHead() throws IOException {
      String status = line();
      if (!status.contains(" 101")) {
        throw new IOException("refused: " + status);
      }
      while (!line().isEmpty()) {
        // the next header
      }
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
        line.append((char) c);
      }
      return line.toString().strip();
    }

    /** Returns how many documents the server says that there are. */
    long readToCurrent() throws IOException {
      while (true) {
        int opcode = in.readUnsignedByte() & 0x0f;
        byte[] payload = new byte[length()];
        in.readFully(payload);
        if (opcode == CLOSE) {
          throw new IOException("closed: " + new String(payload, StandardCharsets.UTF_8));
        }
        if (opcode == PING) {
          continue;
        }
        if (payload.length < SHORT) {
          Matcher current = CURRENT.matcher(new String(payload, StandardCharsets.UTF_8));
          if (current.find()) {
            return Long.parseLong(current.group(1));
          }
        }
        count(payload);
      }
    }

    private int length() throws IOException {
      int length = in.readUnsignedByte();
      return length == 126
          ? in.readUnsignedShort()
          : length == 127 ? Math.toIntExact(in.readLong()) : length;
    }

    private void count(byte[] payload) {
      int end = payload.length - DOCUMENT.length;
      for (int i = 0; i <= end; i++) {
        if (payload[i] == '{'
            && Arrays.equals(payload, i, i + DOCUMENT.length, DOCUMENT, 0, DOCUMENT.length)) {
          documents++;
        }
      }
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
                    highest = Math.max(highest, process.histogram() / MIB);
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
