package dev.tidewatch.development.storage;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import dev.tidewatch.development.documents.Documents;
import dev.tidewatch.development.documents.IdRules;
import dev.tidewatch.development.documents.Namespace;
import dev.tidewatch.development.events.ChangeEvent;
import dev.tidewatch.development.events.FieldMerge;
import dev.tidewatch.development.oplog.Oplog;
import dev.tidewatch.development.oplog.Undo;
import java.util.Iterator;
import java.util.function.Supplier;

/**
 * A collection that writes each change of a document to the oplog in the moment it happens, however
 * it came about. Owned by the database's one thread.
 */
public final class RecordedCollection extends MemoryCollection {

  private static final Write PLAIN = new Write.Plain();

  private final Oplog oplog;
  private Write write = PLAIN;
  private boolean changed;
  private Document inserted;
  private boolean gone;

  RecordedCollection(
      MongoDatabase database,
      String name,
      CollectionOptions options,
      CursorRegistry cursorRegistry,
      Oplog oplog) {
    super(database, name, options, cursorRegistry);
    this.oplog = oplog;
  }

  /** Inserts, and the insert of an upsert. */
  @Override
  public synchronized void addDocument(Document document) {
    Object queried = write.query().get("_id");
    if (queried instanceof BsonRegularExpression && queried.equals(document.get("_id"))) {
      // a pattern to look for, which a real server gives no document as its _id
      document.put("_id", new ObjectId());
    }
    write.checkId(document.get("_id"));
    NewDocument.complete(document, oplog);
    super.addDocument(document);
  }

  @Override
  protected Integer addDocumentInternal(Document document) {
    write.inserted(document);
    Integer position = super.addDocumentInternal(document);
    inserted = document;
    append(new ChangeEvent.Insert(document), Undo.ofInsert(document));
    return position;
  }

  @Override
  public synchronized Document updateDocuments(
      Document selector,
      Document update,
      ArrayFilters arrayFilters,
      boolean multi,
      boolean upsert,
      de.bwaldvogel.mongo.oplog.Oplog unused) {
    return during(
        Write.of(update, selector),
        selector,
        () -> super.updateDocuments(selector, update, arrayFilters, multi, upsert, unused));
  }

  @Override
  public synchronized Document findAndModify(Document command) {
    Document query = Documents.document(command, "query");
    Document selector = query == null ? new Document() : query;
    Document sorted = new Document("query", selector).append("orderby", command.get("sort"));
    if (FieldMerge.isAsked(command, () -> first(sorted))) {
      return merge(command, sorted);
    }
    Document update = Documents.document(command, "update");
    Document reply =
        during(
            update == null ? PLAIN : Write.of(update, selector),
            sorted,
            () -> super.findAndModify(command));
    return FindAndModifyReply.complete(command, reply, inserted);
  }

  /** Merges the first document that is selected with fields. */
  private Document merge(Document command, Document selector) {
    Document document = first(selector);
    if (document == null) {
      return FindAndModifyReply.complete(command, new Document("value", null), null);
    }
    Document before = document.cloneDeeply();
    Document fields = FieldMerge.fields(command);
    Document after = before.clone();
    after.putAll(fields);
    if (!after.equals(before)) {
      getIndexes().forEach(index -> index.checkUpdate(before, after, this));
      Integer position = findDocumentPosition(document);
      getIndexes().forEach(index -> index.updateInPlace(before, after, position, this));
      updateDataSize(Documents.encode(after).length - Documents.encode(before).length);
      Documents.refill(document, after);
      append(
          new ChangeEvent.Update(before.get("_id"), FieldMerge.description(fields, before)),
          Undo.of(before));
    }
    return new Document("lastErrorObject", new Document("n", 1).append("updatedExisting", true))
        .append("value", Documents.isTrue(command.get("new")) ? document : before)
        .append("ok", 1.0);
  }

  /** Runs a write; a replacement that the superclass takes for no change is told all the same. */
  private Document during(Write kind, Document selector, Supplier<Document> run) {
    write = kind;
    changed = false;
    inserted = null;
    try {
      if (!(kind instanceof Write.Replacement replacement)) {
        return run.get();
      }
      NewDocument.fillTimestamps(replacement.document(), oplog);
      Document matched = first(selector);
      if (matched != null) {
        IdRules.updated(replacement.document().get("_id"));
      }
      Document reply = run.get();
      if (matched != null && !changed && replacement.changes(matched)) {
        Undo undo = Undo.of(matched);
        append(replacement.changed(matched, matched), undo);
        reply.computeIfPresent("nModified", (name, none) -> 1);
      }
      return reply;
    } finally {
      write = PLAIN;
    }
  }

  @Override
  protected void handleUpdate(Integer position, Document before, Document after) {
    Undo undo = Undo.of(before);
    super.handleUpdate(position, before, after);
    changed = true;
    append(write.changed(before, after), undo);
  }

  @Override
  protected void removeDocument(Integer position) {
    Undo undo = Undo.of(getDocument(position));
    super.removeDocument(position);
    append(new ChangeEvent.Delete(undo.id()), undo);
  }

  @Override
  public void drop() {
    super.drop();
    if (!gone) {
      gone = true;
      append(new ChangeEvent.Drop(), null);
    }
  }

  /** The collection makes way for another one that takes its name: that rename tells it all. */
  public void supersede() {
    gone = true;
  }

  @Override
  public synchronized void renameTo(MongoDatabase newDatabase, String newName) {
    Namespace from = namespace();
    super.renameTo(newDatabase, newName);
    oplog.append(new ChangeEvent.Rename(namespace()), from, null, null);
  }

  private void append(ChangeEvent change, Undo undo) {
    Supplier<Document> current =
        change instanceof ChangeEvent.Update update
            ? () -> gone ? null : first(new Document("_id", update.id()))
            : null;
    oplog.append(change, namespace(), undo, current);
  }

  private Document first(Document selector) {
    Iterator<Document> found = handleQuery(selector, 0, 1).iterator();
    return found.hasNext() ? found.next() : null;
  }

  private Namespace namespace() {
    return new Namespace(getDatabaseName(), getCollectionName());
  }
}
