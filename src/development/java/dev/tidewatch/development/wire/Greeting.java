package dev.tidewatch.development.wire;

import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.CommandError;
import java.time.Instant;
import java.util.List;

/**
 * What the database says it is: the only member of a replica set called development, as far as a
 * MongoDB 7.0 goes. Without a topologyVersion drivers ask again now and then instead of keeping a
 * connection for it.
 */
public final class Greeting implements MongoVersion {

  private static final String SET_NAME = "development";

  private static final List<Integer> VERSION = List.of(7, 0, 0, 0);
  private static final int WIRE_VERSION = 21;
  private static final int MAX_DOCUMENT_BYTES = 16 << 20;
  private static final int MAX_WRITES = 100_000;

  /** What mongo-java-server is told to call itself. */
  public static final MongoVersion SELF = new Greeting();

  private Greeting() {}

  @Override
  public List<Integer> getVersionArray() {
    return VERSION;
  }

  @Override
  public int getWireVersion() {
    return WIRE_VERSION;
  }

  /** The reply to hello, isMaster and ismaster. */
  public static Document hello(String address, boolean legacy, int connectionId) {
    return new Document("helloOk", true)
        .append("hosts", List.of(address))
        .append("setName", SET_NAME)
        .append("setVersion", 1)
        .append(legacy ? "ismaster" : "isWritablePrimary", true)
        .append("secondary", false)
        .append("primary", address)
        .append("me", address)
        .append("maxBsonObjectSize", MAX_DOCUMENT_BYTES)
        .append("maxMessageSizeBytes", WireDecoder.MAX_MESSAGE_BYTES)
        .append("maxWriteBatchSize", MAX_WRITES)
        .append("localTime", Instant.now())
        .append("logicalSessionTimeoutMinutes", 30)
        .append("connectionId", connectionId)
        .append("minWireVersion", 0)
        .append("maxWireVersion", WIRE_VERSION)
        .append("readOnly", false)
        .append("ok", 1.0);
  }

  /** The reply to buildInfo; its modules say what this really is. */
  public static Document buildInfo() {
    return new Document("version", "7.0.0")
        .append("gitVersion", "none")
        .append("modules", List.of("tidewatch-development"))
        .append("versionArray", VERSION)
        .append("bits", 64)
        .append("debug", false)
        .append("maxBsonObjectSize", MAX_DOCUMENT_BYTES)
        .append("ok", 1.0);
  }

  /** The reply to replSetGetStatus: a set of one, and it is well. */
  public static Document status(String address) {
    Document member =
        new Document("_id", 0)
            .append("name", address)
            .append("health", 1.0)
            .append("state", 1)
            .append("stateStr", "PRIMARY")
            .append("self", true);
    return new Document("set", SET_NAME)
        .append("date", Instant.now())
        .append("myState", 1)
        .append("members", List.of(member))
        .append("ok", 1.0);
  }

  /** The reply to getParameter, which clients ask for the compatibility version. */
  public static Document parameters(Document command) {
    if (!command.containsKey("featureCompatibilityVersion")) {
      throw CommandError.refused("such parameters");
    }
    return new Document("featureCompatibilityVersion", new Document("version", "7.0"))
        .append("ok", 1.0);
  }
}
