package dev.tidewatch.feed.control.snapshots;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import dev.tidewatch.feed.control.documents.DocumentsException;
import dev.tidewatch.feed.control.documents.DocumentsException.Trouble;
import dev.tidewatch.feed.control.documents.Snapshot;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Position;
import java.util.function.Supplier;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;

/**
 * Takes moments of collections: the time, the position after it, and what the collection is then.
 * Thread-safe.
 */
final class SnapshotTaker {

  private static final BsonInt32 ONE = new BsonInt32(1);

  private final Supplier<MongoClient> client;
  private final FeedStreamFactory streams;

  SnapshotTaker(Supplier<MongoClient> client, FeedStreamFactory streams) {
    this.client = client;
    this.streams = streams;
  }

  /** The present moment of a collection, which need not exist. Blocks. */
  Snapshot take(Namespace collection) {
    BsonDocument listed = listed(collection);
    BsonTimestamp now = now(collection);
    Position position = streams.positionAt(Snapshot.after(now));
    BsonDocument size = listed == null ? new BsonDocument() : size(collection);
    return new Snapshot(
        collection,
        position,
        listed == null ? null : listed.getDocument("info").getBinary("uuid", null),
        listed != null && listed.getDocument("options").containsKey("collation"),
        number(size, "numObjects"),
        number(size, "size"),
        System.nanoTime());
  }

  /** What MongoDB says of a collection; null if there is none. */
  private BsonDocument listed(Namespace collection) {
    BsonDocument filter = new BsonDocument("name", new BsonString(collection.collection()));
    BsonArray found =
        database(collection)
            .runCommand(
                new BsonDocument("listCollections", ONE).append("filter", filter),
                BsonDocument.class)
            .getDocument("cursor")
            .getArray("firstBatch");
    if (found.isEmpty()) {
      return null;
    }
    BsonDocument listed = found.get(0).asDocument();
    if (!listed.getString("type", new BsonString("")).getValue().equals("collection")) {
      throw new DocumentsException(Trouble.NO_COLLECTION, null);
    }
    return listed;
  }

  /** The latest moment that can be read. */
  private BsonTimestamp now(Namespace collection) {
    BsonDocument reply =
        database(collection)
            .runCommand(
                new BsonDocument("find", new BsonString(collection.collection()))
                    .append("limit", ONE)
                    .append("singleBatch", BsonBoolean.TRUE)
                    .append("projection", PageFind.BY_ID)
                    .append("readConcern", PageFind.snapshot()),
                BsonDocument.class);
    // a collection that does not exist is read at no moment
    BsonTimestamp now =
        reply
            .getDocument("cursor")
            .getTimestamp("atClusterTime", reply.getTimestamp("operationTime", null));
    if (now == null) {
      throw new DocumentsException(Trouble.NO_MOMENTS, null);
    }
    return now;
  }

  /** The estimated size; empty if MongoDB does not tell, as for a sharded collection. */
  private BsonDocument size(Namespace collection) {
    try {
      return database(collection)
          .runCommand(
              new BsonDocument("dataSize", new BsonString(collection.toString()))
                  .append("estimate", BsonBoolean.TRUE),
              BsonDocument.class);
    } catch (MongoCommandException e) {
      return new BsonDocument();
    }
  }

  private static long number(BsonDocument reply, String field) {
    BsonValue number = reply.get(field);
    return number != null && number.isNumber() ? number.asNumber().longValue() : 0;
  }

  private MongoDatabase database(Namespace collection) {
    return client.get().getDatabase(collection.database());
  }
}
