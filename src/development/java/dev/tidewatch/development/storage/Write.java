package dev.tidewatch.development.storage;

import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.FieldOrder;
import dev.tidewatch.development.documents.IdRules;
import dev.tidewatch.development.documents.UpdatePaths;
import dev.tidewatch.development.events.ChangeEvent;
import dev.tidewatch.development.events.UpdateDelta;

/**
 * The kind of write that a collection is in the middle of: it decides how a change is told, and in
 * which order a document's fields are kept.
 */
sealed interface Write {

  /** Refuses what MongoDB refuses as the {@code _id} of a new document. */
  default void checkId(Object id) {
    IdRules.inserted(id);
  }

  /** The query that an upsert takes its first fields from; empty for other writes. */
  default Document query() {
    return new Document();
  }

  /** Puts the fields of a new document in order. */
  default void inserted(Document document) {}

  /** Puts the fields of a changed document in order, and tells the change. */
  ChangeEvent changed(Document before, Document after);

  /** An insert or a delete: the document says it all. */
  record Plain() implements Write {

    @Override
    public ChangeEvent changed(Document before, Document after) {
      throw new IllegalStateException("a change without an update");
    }
  }

  /** An update with operators; {@code query} gives an upsert its first fields. */
  record Operators(UpdatePaths paths, Document query) implements Write {

    @Override
    public void checkId(Object id) {
      IdRules.updated(id);
    }

    @Override
    public void inserted(Document document) {
      Document fromQuery = document.clone();
      fromQuery.keySet().removeIf(name -> !name.equals("_id") && !queried(name));
      FieldOrder.afterUpdate(paths, fromQuery, document);
    }

    private boolean queried(String name) {
      return query.keySet().stream()
          .anyMatch(path -> path.equals(name) || path.startsWith(name + "."));
    }

    @Override
    public ChangeEvent changed(Document before, Document after) {
      FieldOrder.afterUpdate(paths, before, after);
      return new ChangeEvent.Update(after.get("_id"), UpdateDelta.between(paths, before, after));
    }
  }

  /** An update that is a whole document. */
  record Replacement(Document document, Document query) implements Write {

    @Override
    public void checkId(Object id) {
      IdRules.upsertedReplacement(id);
    }

    @Override
    public ChangeEvent changed(Document before, Document after) {
      FieldOrder.asIn(document, after);
      return new ChangeEvent.Replace(after);
    }

    /**
     * A real server compares a replacement as it was sent: without the _id it is a change even if
     * every field stays as it was.
     */
    boolean changes(Document matched) {
      return !document.equals(matched) && !document.isEmpty();
    }
  }

  /** Tells the kind of an update from its first field. */
  static Write of(Document update, Document query) {
    boolean operators = !update.isEmpty() && update.keySet().iterator().next().startsWith("$");
    return operators
        ? new Operators(UpdatePaths.of(update), query)
        : new Replacement(update, query);
  }
}
