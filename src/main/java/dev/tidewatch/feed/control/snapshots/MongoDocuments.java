package dev.tidewatch.feed.control.snapshots;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import dev.tidewatch.feed.control.documents.DocumentPage;
import dev.tidewatch.feed.control.documents.DocumentSource;
import dev.tidewatch.feed.control.documents.DocumentsException;
import dev.tidewatch.feed.control.documents.DocumentsException.Trouble;
import dev.tidewatch.feed.control.documents.PageKey;
import dev.tidewatch.feed.control.documents.Snapshot;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.entity.Namespace;
import java.util.List;
import java.util.function.Supplier;
import org.bson.BsonDocument;

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

  private static final BsonDocument EVERYTHING = new BsonDocument();

  private final SnapshotTaker taker;
  private final PageFind find;
  private final PageReply reply;

  /**
   * Documents of a feed's collections.
   *
   * @param client the client to read with
   * @param streams opens the feed's stream, which gives moments their positions
   */
  public MongoDocuments(Supplier<MongoClient> client, FeedStreamFactory streams) {
    taker = new SnapshotTaker(client, streams);
    find = new PageFind(client);
    reply = new PageReply(client);
  }

  @Override
  public Snapshot take(Namespace collection) {
    return ReadFailures.told(() -> taker.take(collection));
  }

  @Override
  public DocumentPage read(PageKey key) {
    return ReadFailures.told(() -> page(key));
  }

  private DocumentPage page(PageKey key) {
    Snapshot snapshot = key.snapshot();
    if (snapshot.uuid() == null) {
      if (find.finds(snapshot)) {
        // it was created after it was looked for
        throw new DocumentsException(Trouble.TOO_OLD, null);
      }
      return new DocumentPage(List.of(), null, true);
    }
    BsonDocument rows = snapshot.collated() ? EVERYTHING : key.view().candidates();
    if (rows.isEmpty()) {
      return reply.page(key, find.from(key));
    }
    try {
      return reply.page(key, find.where(key, rows));
    } catch (MongoCommandException e) {
      if (!ReadFailures.isLate(e)) {
        throw e;
      }
      // too few documents match for MongoDB to find a page of them in time
      return reply.page(key, find.from(key));
    }
  }
}
