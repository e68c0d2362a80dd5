package dev.tidewatch.development.storage;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import dev.tidewatch.development.documents.FieldOrder;
import dev.tidewatch.development.oplog.Oplog;

/** What a server adds to a document before it keeps it; in place. */
final class NewDocument {

  private static final BsonTimestamp EMPTY = new BsonTimestamp(0);

  private NewDocument() {}

  /** An _id if there is none, and in the first place. */
  static void complete(Document document, Oplog oplog) {
    if (!document.containsKey("_id")) {
      document.put("_id", new ObjectId());
    }
    FieldOrder.idFirst(document);
    fillTimestamps(document, oplog);
  }

  /** A Timestamp(0, 0) at the top level asks for the time. */
  static void fillTimestamps(Document document, Oplog oplog) {
    document.replaceAll(
        (name, value) -> EMPTY.equals(value) && !name.equals("_id") ? oplog.newTimestamp() : value);
  }
}
