package dev.tidewatch.testing.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.ObjectId;

/** What one member of a replica set says of itself, asked directly; one that hangs says nothing. */
final class MemberState implements AutoCloseable {

  private static final int ALREADY_INITIALIZED = 23;

  // a strong reference, because an unreferenced logger loses its level
  private static final Logger DRIVER_LOG = Logger.getLogger("org.mongodb.driver");

  static {
    // it logs a stack trace for each server that a test breaks
    DRIVER_LOG.setLevel(Level.SEVERE);
  }

  private final MongoClient client;

  MemberState(int port) {
    client =
        MongoClients.create(
            "mongodb://"
                + ReplicaSet.HOST
                + ":"
                + port
                + "/?directConnection=true&serverSelectionTimeoutMS=1000&connectTimeoutMS=1000"
                + "&socketTimeoutMS=3000&heartbeatFrequencyMS=500");
  }

  /** Runs a command on {@code admin}; throws MongoException. */
  Document admin(Document command) {
    return client.getDatabase("admin").runCommand(command);
  }

  /** Makes it the first of a replica set of these; false if it does not answer yet. */
  boolean initiate(List<String> hosts) {
    List<Document> members =
        IntStream.range(0, hosts.size())
            .mapToObj(i -> new Document("_id", i).append("host", hosts.get(i)))
            .toList();
    Document elections =
        new Document("electionTimeoutMillis", 2_000).append("heartbeatIntervalMillis", 500);
    Document config =
        new Document("_id", ReplicaSet.NAME)
            .append("members", members)
            .append("settings", elections);
    try {
      admin(new Document("replSetInitiate", config));
      return true;
    } catch (MongoCommandException e) {
      return e.getErrorCode() == ALREADY_INITIALIZED;
    } catch (MongoException e) {
      return false;
    }
  }

  /** The election that made it primary; empty if it is not. Later elections are greater. */
  Optional<ObjectId> elected() {
    return hello()
        .filter(hello -> hello.getBoolean("isWritablePrimary", false))
        .map(hello -> hello.getObjectId("electionId"));
  }

  /** Whether it is the primary or a secondary. */
  boolean isServing() {
    return hello()
        .filter(
            hello ->
                hello.getBoolean("isWritablePrimary", false)
                    || hello.getBoolean("secondary", false))
        .isPresent();
  }

  private Optional<Document> hello() {
    try {
      return Optional.of(admin(new Document("hello", 1)));
    } catch (MongoException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
