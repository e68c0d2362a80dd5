package dev.tidewatch.feed.control.snapshots;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import dev.tidewatch.feed.control.documents.PageKey;
import dev.tidewatch.feed.control.documents.Snapshot;
import java.util.List;
import java.util.function.Supplier;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** The {@code find} commands of pages, and their bounds. Thread-safe. */
final class PageFind {

  static final BsonDocument BY_ID = new BsonDocument("_id", new BsonInt32(1));

  /** How long MongoDB may look for a page: less than the driver waits for its reply. */
  private static final long LONGEST_FIND_MILLIS = 8000;

  private final Supplier<MongoClient> client;

  PageFind(Supplier<MongoClient> client) {
    this.client = client;
  }

  /** The read concern of a moment that MongoDB picks. */
  static BsonDocument snapshot() {
    return new BsonDocument("level", new BsonString("snapshot"));
  }

  private static BsonDocument at(Snapshot snapshot) {
    return snapshot().append("atClusterTime", snapshot.time());
  }

  /**
   * Whether a collection that did not exist when it was looked for has a document. It is read in a
   * way that MongoDB refuses for a view, which would not be held to the rules of the feed.
   */
  boolean finds(Snapshot snapshot) {
    BsonDocument probe =
        new BsonDocument("find", new BsonString(snapshot.collection().collection()))
            .append("limit", new BsonInt32(1))
            .append("showRecordId", BsonBoolean.TRUE)
            .append("projection", BY_ID)
            .append("readConcern", at(snapshot));
    return !database(snapshot)
        .runCommand(probe, RawBsonDocument.class)
        .getDocument("cursor")
        .getArray("firstBatch")
        .isEmpty();
  }

  /** Documents that a query matches, by whichever index MongoDB chooses. */
  BsonDocument where(PageKey key, BsonDocument rows) {
    BsonDocument filter =
        key.after() == null
            ? rows
            : new BsonDocument("$and", new BsonArray(List.of(beyond(key.after()), rows)));
    return find(key, new BsonDocument("filter", filter), key.limit());
  }

  /**
   * Every document, from the last one on, which costs MongoDB less than a comparison of each. It
   * comes once more.
   */
  BsonDocument from(PageKey key) {
    if (key.after() == null) {
      return find(key, new BsonDocument(), key.limit());
    }
    BsonDocument bounds =
        new BsonDocument("min", new BsonDocument("_id", key.after())).append("hint", BY_ID);
    return find(key, bounds, key.limit() + 1);
  }

  private BsonDocument find(PageKey key, BsonDocument bounds, int most) {
    Snapshot snapshot = key.snapshot();
    BsonInt32 limit = new BsonInt32(most);
    BsonDocument find =
        new BsonDocument("find", new BsonString(snapshot.collection().collection()));
    find.putAll(bounds);
    return database(snapshot)
        .runCommand(
            find.append("sort", BY_ID)
                .append("limit", limit)
                .append("batchSize", limit)
                .append("collectionUUID", snapshot.uuid())
                .append("maxTimeMS", new BsonInt64(LONGEST_FIND_MILLIS))
                .append("readConcern", at(snapshot)),
            RawBsonDocument.class);
  }

  /** An aggregation's $gt, because a query's skips values of other types. */
  private static BsonDocument beyond(BsonValue id) {
    BsonArray sides =
        new BsonArray(List.of(new BsonString("$_id"), new BsonDocument("$literal", id)));
    return new BsonDocument("$expr", new BsonDocument("$gt", sides));
  }

  private MongoDatabase database(Snapshot snapshot) {
    return client.get().getDatabase(snapshot.collection().database());
  }
}
