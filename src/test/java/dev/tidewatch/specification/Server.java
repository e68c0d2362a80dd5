package dev.tidewatch.specification;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.Document;

/**
 * What the tests run against, as it says itself.
 *
 * @param testCommands whether failpoints can be set
 */
record Server(Version version, Topology topology, boolean testCommands) {

  private static final int COMMAND_NOT_FOUND = 59;

  static Server of(MongoClient client) {
    MongoDatabase admin = client.getDatabase("admin");
    List<Integer> version =
        admin.runCommand(new Document("buildInfo", 1)).getList("versionArray", Integer.class);
    return new Server(
        new Version(version.get(0), version.get(1), version.get(2)),
        Topology.of(client.getClusterDescription().getType()),
        takesTestCommands(admin));
  }

  /** Asks by switching a failpoint off, which one left by an aborted run needs anyway. */
  private static boolean takesTestCommands(MongoDatabase admin) {
    try {
      admin.runCommand(BsonDocument.parse("{configureFailPoint: 'failCommand', mode: 'off'}"));
      return true;
    } catch (MongoCommandException e) {
      if (e.getErrorCode() == COMMAND_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public String toString() {
    return "MongoDB %s, %s, %s test commands"
        .formatted(version, topology, testCommands ? "with" : "without");
  }
}
