package dev.tidewatch.stream;

import com.mongodb.client.MongoCluster;
import com.mongodb.client.MongoDatabase;
import java.util.Objects;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * What a change stream watches: a collection, a database or a whole deployment.
 *
 * @param client a {@code MongoClient}, or one {@code with…} other settings: its time-outs, read
 *     concern and read preference apply. The driver chooses a server for each command, so a read
 *     preference must select a single server; otherwise getMores often reach the wrong server, and
 *     the stream has to resume
 * @param database where the commands are sent; {@code admin} for a deployment
 * @param collection the collection's name, null for a database or a deployment
 * @param deployment whether every database is watched
 */
public record WatchTarget(
    MongoCluster client, String database, String collection, boolean deployment) {

  /** Validates that client and database are present and that a deployment has no collection. */
  public WatchTarget {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(database, "database");
    if (deployment && collection != null) {
      throw new IllegalArgumentException("a deployment is watched without a collection");
    }
  }

  /** One collection; it need not exist yet. */
  public static WatchTarget collection(MongoCluster client, String database, String collection) {
    return new WatchTarget(
        client, database, Objects.requireNonNull(collection, "collection"), false);
  }

  /** Every collection of a database, except system collections. */
  public static WatchTarget database(MongoCluster client, String database) {
    return new WatchTarget(client, database, null, false);
  }

  /** Every database except {@code admin}, {@code local} and {@code config}. */
  public static WatchTarget deployment(MongoCluster client) {
    return new WatchTarget(client, "admin", null, true);
  }

  /** The value of the {@code aggregate} command: the collection, or 1 for all of them. */
  BsonValue aggregate() {
    return collection == null ? new BsonInt32(1) : new BsonString(collection);
  }

  MongoDatabase commands() {
    return client.getDatabase(database);
  }
}
