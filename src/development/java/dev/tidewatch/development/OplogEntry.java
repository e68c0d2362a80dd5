package dev.tidewatch.development;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One change, as a stream without options sees it.
 *
 * @param to the new name of a renamed collection, else null
 * @param event the whole change event; never changed after this
 * @param bytes its length in BSON
 * @param current looks up the document as it is now; for updates only, else null
 */
record OplogEntry(
    ResumeToken token,
    Namespace namespace,
    Namespace to,
    Document event,
    int bytes,
    Supplier<Document> current) {

  boolean concerns(Namespace watched) {
    return namespace.equals(watched) || watched.equals(to);
  }

  /** Whether a stream on a collection that this concerns ends with it. */
  boolean ends() {
    Object type = event.get("operationType");
    return type.equals("drop") || type.equals("rename");
  }

  /** The event with the document as it is now, or null if it is gone, in the field fullDocument. */
  Document lookedUp() {
    if (current == null) {
      return event;
    }
    Document result = new Document();
    for (Map.Entry<String, Object> field : event.entrySet()) {
      result.append(field.getKey(), field.getValue());
      if (field.getKey().equals("wallTime")) {
        result.append("fullDocument", current.get());
      }
    }
    return result;
  }

  /** What a stream says last. */
  Document invalidate() {
    return new Document("_id", token.invalidate().toDocument())
        .append("operationType", "invalidate")
        .append("clusterTime", event.get("clusterTime"))
        .append("wallTime", event.get("wallTime"));
  }
}
