package dev.tidewatch.specification;

import com.mongodb.client.MongoDatabase;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** The failures that a case tells the server to make, until it is closed. */
final class FailPoints implements AutoCloseable {

  private final Map<BsonString, MongoDatabase> set = new LinkedHashMap<>();

  /** Sends a {@code configureFailPoint} command. */
  void set(ClientEntity client, BsonDocument command) {
    MongoDatabase admin = client.client().getDatabase("admin");
    // before it is sent: its reply may be lost
    set.put(command.getString("configureFailPoint"), admin);
    admin.runCommand(command);
  }

  @Override
  public void close() {
    set.forEach(
        (name, admin) ->
            admin.runCommand(
                new BsonDocument("configureFailPoint", name)
                    .append("mode", new BsonString("off"))));
  }
}
