package dev.tidewatch.development.oplog;

import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.Documents;
import dev.tidewatch.development.documents.Namespace;
import dev.tidewatch.development.events.ResumeToken;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One change, as a stream without options sees it. Kept as BSON: a tenth of the memory that a
 * document takes, and is immutable.
 *
 * @param to the new name of a renamed collection, else null
 * @param ends whether a stream on a collection that this concerns ends with it
 * @param bson the whole change event
 * @param undo what it did to a document; null if it is of the whole collection
 * @param current looks up the document as it is now; for updates only, else null
 */
public record OplogEntry(
    ResumeToken token,
    Namespace namespace,
    Namespace to,
    boolean ends,
    byte[] bson,
    Undo undo,
    Supplier<Document> current) {

  /** The length of the event. */
  public int bytes() {
    return bson.length;
  }

  /** What it takes in the oplog. */
  int size() {
    return bson.length + (undo == null || undo.bson() == null ? 0 : undo.bson().length);
  }

  public boolean concerns(Namespace watched) {
    return namespace.equals(watched) || watched.equals(to);
  }

  /** The event; the caller may change it. */
  public Document event() {
    return Documents.decode(bson);
  }

  /** The event with a copy of the document as it is now, or null if it is gone. */
  public Document lookedUp() {
    Document event = event();
    if (current == null) {
      return event;
    }
    Document result = new Document();
    for (Map.Entry<String, Object> field : event.entrySet()) {
      result.append(field.getKey(), field.getValue());
      if (field.getKey().equals("wallTime")) {
        Document now = current.get();
        result.append("fullDocument", now == null ? null : now.cloneDeeply());
      }
    }
    return result;
  }

  /** What a stream says last. */
  public Document invalidate() {
    Document event = event();
    return new Document("_id", token.invalidate().toDocument())
        .append("operationType", "invalidate")
        .append("clusterTime", event.get("clusterTime"))
        .append("wallTime", event.get("wallTime"));
  }
}
