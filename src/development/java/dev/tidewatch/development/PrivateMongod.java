package dev.tidewatch.development;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/**
 * Starts the {@code mongod} on the PATH as a replica set of one, for development only: change
 * streams need a replica set, and a plain {@code mongod} is not one. Listens on loopback only; its
 * data stays under {@code target/mongod}.
 *
 * <p>Prints the connection string, runs until it is told to stop, and stops the server with it.
 */
public final class PrivateMongod {

  private static final String HOST = "127.0.0.1";
  private static final Path DATA = Path.of("target", "mongod");
  private static final long START_SECONDS = 60;
  private static final long STOP_SECONDS = 2;

  private PrivateMongod() {}

  /** Takes {@code --port N}: the first port to try. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int port = FreePorts.from(args.length == 2 ? Integer.parseInt(args[1]) : 27017);
    Files.createDirectories(DATA);
    Process mongod = start(port);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(mongod)));
    String uri = "mongodb://" + HOST + ":" + port;
    initiate(uri + "/?directConnection=true&serverSelectionTimeoutMS=1000", port, mongod);
    System.out.println(uri + "/?replicaSet=rs0");
    System.out.flush();
    System.exit(mongod.waitFor());
  }

  private static Process start(int port) throws IOException {
    List<String> command =
        List.of(
            "mongod",
            "--replSet",
            "rs0",
            "--bind_ip",
            HOST,
            "--port",
            Integer.toString(port),
            "--dbpath",
            DATA.toString(),
            // it would wait 15 s for a replica set of one to find another primary
            "--setParameter",
            "shutdownTimeoutMillisForSignaledShutdown=0");
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(Path.of("target", "mongod.log").toFile())
        .start();
  }

  /** Waits until it takes writes, making it a replica set of one under this port if it is not. */
  private static void initiate(String uri, int port, Process mongod)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    try (MongoClient client = MongoClients.create(uri)) {
      MongoDatabase admin = client.getDatabase("admin");
      while (mongod.isAlive() && System.nanoTime() < deadline) {
        try {
          Document hello = admin.runCommand(new Document("hello", 1));
          if (hello.getBoolean("isWritablePrimary", false)) {
            return;
          }
          if (!hello.containsKey("setName")) {
            configure(client, HOST + ":" + port);
          }
        } catch (MongoException e) {
          // not there yet, or about to elect itself
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
    throw new IOException("mongod did not become a primary; target/mongod.log says why");
  }

  private static void configure(MongoClient client, String host) {
    List<Document> members = List.of(new Document("_id", 0).append("host", host));
    MongoDatabase admin = client.getDatabase("admin");
    Document before = client.getDatabase("local").getCollection("system.replset").find().first();
    if (before == null) {
      admin.runCommand(
          new Document("replSetInitiate", new Document("_id", "rs0").append("members", members)));
    } else {
      // the data of an earlier run on another port, which it takes for another server's
      before.append("members", members).append("version", before.getInteger("version") + 1);
      admin.runCommand(new Document("replSetReconfig", before).append("force", true));
    }
  }

  private static void stop(Process mongod) {
    mongod.destroy();
    try {
      if (!mongod.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        // its journal brings everything back
        mongod.destroyForcibly();
      }
    } catch (InterruptedException e) {
      mongod.destroyForcibly();
    }
  }
}
