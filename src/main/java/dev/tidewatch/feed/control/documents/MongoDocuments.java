package dev.tidewatch.feed.control.documents;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import dev.tidewatch.feed.control.documents.DocumentsException.Trouble;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.control.source.StreamFailure;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.query.value.RawValue;
import dev.tidewatch.query.value.ValueOrder;
import dev.tidewatch.text.RelaxedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * The documents of MongoDB's collections, each page by a {@code find} with the read concern {@code
 * snapshot} at the moment, in the order of {@code _id}, that leaves no cursor open.
 *
 * <p>Rows of a view go into the query only if MongoDB compares as the view does, and the view
 * decides again on each document. Fields are cut here.
 *
 * <p>Thread-safe.
 */
public final class MongoDocuments implements DocumentSource {

  // of MongoDB's src/mongo/base/error_codes.yml
  private static final int MAX_TIME_EXPIRED = 50;
  // a read concern that the server does not know outside of a transaction
  private static final int INVALID_OPTIONS = 72;
  private static final int SNAPSHOT_TOO_OLD = 239;
  private static final int SNAPSHOT_UNAVAILABLE = 246;
  private static final int COLLECTION_UUID_MISMATCH = 361;
  private static final Set<Integer> GONE =
      Set.of(SNAPSHOT_TOO_OLD, SNAPSHOT_UNAVAILABLE, COLLECTION_UUID_MISMATCH);

  /** How long MongoDB may look for a page: less than the driver waits for its reply. */
  private static final long LONGEST_FIND_MILLIS = 8000;

  private static final BsonInt32 ONE = new BsonInt32(1);
  private static final BsonDocument BY_ID = new BsonDocument("_id", ONE);
  private static final BsonDocument EVERYTHING = new BsonDocument();

  private final Supplier<MongoClient> client;
  private final FeedStreamFactory streams;

  /**
   * Documents of a feed's collections.
   *
   * @param client the client to read with
   * @param streams opens the feed's stream, which gives moments their positions
   */
  public MongoDocuments(Supplier<MongoClient> client, FeedStreamFactory streams) {
    this.client = client;
    this.streams = streams;
  }

  @Override
  public Snapshot take(Namespace collection) {
    return guarded(
        () -> {
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
        });
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
                    .append("projection", BY_ID)
                    .append("readConcern", snapshot()),
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

  @Override
  public DocumentPage read(PageKey key) {
    return guarded(
        () -> {
          Snapshot snapshot = key.snapshot();
          if (snapshot.uuid() == null) {
            return nothing(snapshot);
          }
          BsonDocument rows = snapshot.collated() ? EVERYTHING : key.view().candidates();
          try {
            return page(key, rows.isEmpty() ? findFrom(key) : findWhere(key, rows));
          } catch (MongoCommandException e) {
            if (e.getErrorCode() != MAX_TIME_EXPIRED || rows.isEmpty()) {
              throw e;
            }
            // too few documents match for MongoDB to find a page of them in time
            return page(key, findFrom(key));
          }
        });
  }

  /**
   * The only page of a collection that did not exist when it was looked for. It is read in a way
   * that MongoDB refuses for a view, which would not be held to the rules of the feed.
   */
  private DocumentPage nothing(Snapshot snapshot) {
    BsonDocument probe =
        new BsonDocument("find", new BsonString(snapshot.collection().collection()))
            .append("limit", ONE)
            .append("showRecordId", BsonBoolean.TRUE)
            .append("projection", BY_ID)
            .append("readConcern", at(snapshot));
    if (!firstBatch(snapshot.collection(), probe).isEmpty()) {
      // it was created after it was looked for
      throw new DocumentsException(Trouble.TOO_OLD, null);
    }
    return new DocumentPage(List.of(), null, true);
  }

  private BsonArray firstBatch(Namespace collection, BsonDocument find) {
    return database(collection)
        .runCommand(find, RawBsonDocument.class)
        .getDocument("cursor")
        .getArray("firstBatch");
  }

  /** Documents that a query matches, by whichever index MongoDB chooses. */
  private BsonDocument findWhere(PageKey key, BsonDocument rows) {
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
  private BsonDocument findFrom(PageKey key) {
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
    return database(snapshot.collection())
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

  private DocumentPage page(PageKey key, BsonDocument reply) {
    BsonDocument cursor = reply.getDocument("cursor");
    long open = cursor.getInt64("id").getValue();
    if (open != 0) {
      // the reply was full before the page was
      kill(key.snapshot().collection(), open);
    }
    BsonArray batch = cursor.getArray("firstBatch");
    List<DocumentPage.Shown> shown = new ArrayList<>(batch.size());
    BsonValue last = key.after();
    for (BsonValue value : batch) {
      RawBsonDocument document = (RawBsonDocument) value;
      BsonValue id = document.get("_id");
      if (last == key.after() && last != null && isSame(id, last)) {
        continue;
      }
      last = id;
      RawBsonDocument visible = key.view().show(document);
      if (visible != null) {
        shown.add(new DocumentPage.Shown(last, RelaxedJson.utf8(visible, 0)));
      }
    }
    return new DocumentPage(shown, last, open == 0 && batch.size() < key.limit());
  }

  /** Whether MongoDB takes two for equal, such as 1 and 1.0. */
  private static boolean isSame(BsonValue id, BsonValue other) {
    return ValueOrder.compare(RawValue.alone(id), RawValue.alone(other)) == 0;
  }

  private void kill(Namespace collection, long cursor) {
    try {
      database(collection)
          .runCommand(
              new BsonDocument("killCursors", new BsonString(collection.collection()))
                  .append("cursors", new BsonArray(List.of(new BsonInt64(cursor)))));
    } catch (MongoException e) {
      // the server ends it after ten minutes
    }
  }

  private static BsonDocument snapshot() {
    return new BsonDocument("level", new BsonString("snapshot"));
  }

  private static BsonDocument at(Snapshot snapshot) {
    return snapshot().append("atClusterTime", snapshot.time());
  }

  private MongoDatabase database(Namespace collection) {
    return client.get().getDatabase(collection.database());
  }

  /** Tells errors that stay from errors that pass. */
  private static <T> T guarded(Supplier<T> read) {
    try {
      return read.get();
    } catch (MongoCommandException e) {
      if (GONE.contains(e.getErrorCode())) {
        throw new DocumentsException(Trouble.TOO_OLD, e);
      }
      if (e.getErrorCode() == INVALID_OPTIONS) {
        throw new DocumentsException(Trouble.NO_MOMENTS, e);
      }
      throw isTransient(e) ? e : new DocumentsException(Trouble.FAILED, e);
    } catch (MongoSecurityException e) {
      throw new DocumentsException(Trouble.FAILED, e);
    }
  }

  private static boolean isTransient(MongoCommandException error) {
    return switch (StreamFailure.of(error, false).kind()) {
      case TRANSIENT, STANDALONE -> true;
      default -> false;
    };
  }
}
