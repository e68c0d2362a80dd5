package dev.tidewatch.development.events;

import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.Namespace;
import java.time.Instant;
import java.util.Locale;

/** What happened to a collection; each kind knows its fields in a real server's order. */
public sealed interface ChangeEvent {

  /** A document is new. */
  record Insert(Document document) implements ChangeEvent {}

  /** A document was replaced as a whole. */
  record Replace(Document document) implements ChangeEvent {}

  /** Fields of a document changed. */
  record Update(Object id, UpdateDescription description) implements ChangeEvent {}

  /** A document is gone. */
  record Delete(Object id) implements ChangeEvent {}

  /** The collection is gone. */
  record Drop() implements ChangeEvent {}

  /** The collection has another name. */
  record Rename(Namespace to) implements ChangeEvent {}

  /** The new name of a renamed collection, else null. */
  default Namespace to() {
    return null;
  }

  /** The event as a stream without options sees it; shares the document, which may still change. */
  default Document toDocument(ResumeToken token, Instant wallTime, Namespace namespace) {
    Document event = new Document();
    if (this instanceof Rename rename) {
      event.append("to", rename.to().toDocument());
    }
    event
        .append("_id", token.toDocument())
        .append("operationType", getClass().getSimpleName().toLowerCase(Locale.ROOT))
        .append("clusterTime", token.clusterTime())
        .append("wallTime", wallTime);
    if (this instanceof Insert insert) {
      return withDocument(event, insert.document(), namespace);
    }
    if (this instanceof Replace replace) {
      return withDocument(event, replace.document(), namespace);
    }
    event.append("ns", namespace.toDocument());
    if (this instanceof Delete delete) {
      event.append("documentKey", new Document("_id", delete.id()));
    }
    if (this instanceof Update update) {
      event
          .append("documentKey", new Document("_id", update.id()))
          .append("updateDescription", update.description().toDocument());
    }
    return event;
  }

  private static Document withDocument(Document event, Document document, Namespace namespace) {
    return event
        .append("fullDocument", document)
        .append("ns", namespace.toDocument())
        .append("documentKey", new Document("_id", document.get("_id")));
  }
}
