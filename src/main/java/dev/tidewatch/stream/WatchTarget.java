package dev.tidewatch.stream;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.util.Objects;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * What a change stream watches: a collection, a database or a whole deployment.
 *
 * @param database where the commands are sent; its time-outs apply
 * @param collection the collection's name, null for a database or a deployment
 * @param deployment whether every database is watched; the database is then {@code admin}
 */
public record WatchTarget(MongoDatabase database, String collection, boolean deployment) {

  /** Checks that a database was given and that a deployment has no collection. */
  public WatchTarget {
    Objects.requireNonNull(database, "database");
    if (deployment && collection != null) {
      throw new IllegalArgumentException("a deployment is watched without a collection");
    }
  }

  /** One collection; it need not exist yet. */
  public static WatchTarget collection(MongoDatabase database, String collection) {
    return new WatchTarget(database, Objects.requireNonNull(collection, "collection"), false);
  }

  /** Every collection of a database, but the system's own. */
  public static WatchTarget database(MongoDatabase database) {
    return new WatchTarget(database, null, false);
  }

  /** Every database but {@code admin}, {@code local} and {@code config}. */
  public static WatchTarget deployment(MongoClient client) {
    return new WatchTarget(
        Objects.requireNonNull(client, "client").getDatabase("admin"), null, true);
  }

  /** The value of the {@code aggregate} command: the collection, or 1 for all of them. */
  BsonValue aggregate() {
    return collection == null ? new BsonInt32(1) : new BsonString(collection);
  }
}
