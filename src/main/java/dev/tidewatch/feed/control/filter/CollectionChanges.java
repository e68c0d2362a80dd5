package dev.tidewatch.feed.control.filter;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Namespace;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Which entries of a feed make void what a reader has of one collection. */
public final class CollectionChanges {

  private CollectionChanges() {}

  /** Whether an entry does: a gap, or a change of the whole collection or of its database. */
  public static boolean voids(Namespace collection, LogEntry entry) {
    if (entry.voids() == null) {
      return false;
    }
    if (!(entry.content() instanceof Change change)) {
      return true;
    }
    // an invalidate has no namespace, and a rename two
    return !change.document().containsKey("ns")
        || isOf(collection, change.document().get("ns"))
        || isOf(collection, change.document().get("to"));
  }

  private static boolean isOf(Namespace collection, BsonValue ns) {
    return ns instanceof BsonDocument names
        && is(collection.database(), names.get("db"))
        && (!names.containsKey("coll") || is(collection.collection(), names.get("coll")));
  }

  private static boolean is(String name, BsonValue value) {
    return value != null && value.isString() && value.asString().getValue().equals(name);
  }
}
