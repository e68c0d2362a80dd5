package dev.tidewatch.documents;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;

/**
 * Reads one page along the index of {@code _id}, so that the last page of a million takes as long
 * as the first. A page of large documents ends before its limit, because an answer has to fit into
 * memory.
 */
public record PageQuery(PageRange range, Order order) {

  /** The order by {@code _id}, as MongoDB sorts values of any type. */
  public enum Order {
    ASCENDING("$gt"),
    /** Newest first, if the {@code _id} is an ObjectId. */
    DESCENDING("$lt");

    private final String beyond;

    Order(String beyond) {
      this.beyond = beyond;
    }
  }

  /** The bytes after which a page ends; the last document may exceed them. */
  static final int MOST_BYTES = 8 << 20;

  /** Finds one document more than the page holds, to tell whether there are more. */
  FindIterable<RawBsonDocument> on(MongoCollection<RawBsonDocument> collection) {
    return collection
        .find(range.after() == null ? new BsonDocument() : beyond(range.after()))
        .sort(order == Order.ASCENDING ? Sorts.ascending("_id") : Sorts.descending("_id"))
        .skip(range.skip())
        .limit(range.limit() + 1);
  }

  /** Reads the page. Blocks; throws the driver's exceptions. */
  public Page run(MongoCollection<BsonDocument> collection) {
    List<BsonDocument> page = new ArrayList<>();
    int bytes = 0;
    try (MongoCursor<RawBsonDocument> cursor =
        on(collection.withDocumentClass(RawBsonDocument.class)).cursor()) {
      while (cursor.hasNext()) {
        if (page.size() == range.limit() || bytes >= MOST_BYTES) {
          return new Page(page, new DocumentId(page.get(page.size() - 1).get("_id")));
        }
        RawBsonDocument document = cursor.next();
        bytes += document.getByteBuffer().remaining();
        page.add(document);
      }
    }
    return new Page(page, null);
  }

  /** An aggregation's $gt or $lt, because a query's skips values of other types. */
  private BsonDocument beyond(DocumentId id) {
    BsonArray sides =
        new BsonArray(List.of(new BsonString("$_id"), new BsonDocument("$literal", id.value())));
    return new BsonDocument("$expr", new BsonDocument(order.beyond, sides));
  }
}
