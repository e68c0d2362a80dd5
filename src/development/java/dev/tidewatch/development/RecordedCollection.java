package dev.tidewatch.development;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.util.Iterator;

/**
 * A collection that writes each change of a document to the oplog in the moment it happens, however
 * the change came about, and keeps fields in a real server's order. Owned by the database's one
 * thread.
 */
final class RecordedCollection extends MemoryCollection {

  private static final Write PLAIN = new Write.Plain();

  private final Oplog oplog;
  private Write write = PLAIN;
  private boolean replaced;
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
    if (document.get("_id") == null && !document.containsKey("_id")) {
      document.put("_id", new ObjectId());
    }
    FieldOrder.idFirst(document);
    fillTimestamps(document);
    super.addDocument(document);
  }

  @Override
  protected Integer addDocumentInternal(Document document) {
    if (write instanceof Write.Operators operators) {
      Document fromQuery = document.clone();
      fromQuery.keySet().removeIf(name -> !name.equals("_id") && !inQuery(operators, name));
      FieldOrder.afterUpdate(operators.paths(), fromQuery, document);
    }
    Integer position = super.addDocumentInternal(document);
    append(new ChangeEvent.Insert(document));
    return position;
  }

  private static boolean inQuery(Write.Operators operators, String name) {
    return operators.query().keySet().stream()
        .anyMatch(path -> path.equals(name) || path.startsWith(name + "."));
  }

  @Override
  public synchronized Document updateDocuments(
      Document selector,
      Document update,
      ArrayFilters arrayFilters,
      boolean multi,
      boolean upsert,
      de.bwaldvogel.mongo.oplog.Oplog unused) {
    Document matched = begin(update, selector, selector);
    try {
      Document result = super.updateDocuments(selector, update, arrayFilters, multi, upsert, unused);
      if (replaceUnchanged(matched)) {
        result.put("nModified", 1);
      }
      return result;
    } finally {
      write = PLAIN;
    }
  }

  @Override
  public synchronized Document findAndModify(Document command) {
    Document update = Documents.document(command, "update");
    if (update == null) {
      return super.findAndModify(command);
    }
    Document query = Documents.document(command, "query");
    query = query == null ? new Document() : query;
    Document sorted = new Document("query", query).append("orderby", command.get("sort"));
    Document matched = begin(update, query, sorted);
    try {
      Document result = super.findAndModify(command);
      replaceUnchanged(matched);
      return result;
    } finally {
      write = PLAIN;
    }
  }

  /** Says what is being written; returns the document that a replacement will replace, or null. */
  private Document begin(Document update, Document query, Document selector) {
    write = Write.of(update, query);
    replaced = false;
    if (write instanceof Write.Replacement) {
      fillTimestamps(update);
      Iterator<Document> found = handleQuery(selector, 0, 1).iterator();
      return found.hasNext() ? found.next() : null;
    }
    return null;
  }

  /**
   * A real server compares a replacement as it was sent: without the _id it is always a change, even
   * if every field stays as it was.
   */
  private boolean replaceUnchanged(Document matched) {
    if (matched == null
        || replaced
        || !(write instanceof Write.Replacement replacement)
        || replacement.document().equals(matched)
        || replacement.document().isEmpty()) {
      return false;
    }
    FieldOrder.asIn(replacement.document(), matched);
    append(new ChangeEvent.Replace(matched));
    return true;
  }

  @Override
  protected void handleUpdate(Integer position, Document before, Document after) {
    super.handleUpdate(position, before, after);
    if (write instanceof Write.Operators operators) {
      FieldOrder.afterUpdate(operators.paths(), before, after);
      UpdateDescription changes = UpdateDelta.between(operators.paths(), before, after);
      Object id = after.get("_id");
      oplog.append(new ChangeEvent.Update(id, changes), namespace(), () -> current(id));
    } else if (write instanceof Write.Replacement replacement) {
      FieldOrder.asIn(replacement.document(), after);
      append(new ChangeEvent.Replace(after));
      replaced = true;
    }
  }

  @Override
  protected void removeDocument(Integer position) {
    Object id = getDocument(position).get("_id");
    super.removeDocument(position);
    append(new ChangeEvent.Delete(id));
  }

  @Override
  public void drop() {
    super.drop();
    if (!gone) {
      gone = true;
      append(new ChangeEvent.Drop());
    }
  }

  /** The collection makes way for another one that takes its name: that rename tells it all. */
  void supersede() {
    gone = true;
  }

  @Override
  public synchronized void renameTo(MongoDatabase newDatabase, String newName) {
    Namespace from = namespace();
    super.renameTo(newDatabase, newName);
    oplog.append(new ChangeEvent.Rename(namespace()), from, null);
  }

  /** The document of an _id as it is now, or null if it or the collection is gone. */
  private Document current(Object id) {
    if (gone) {
      return null;
    }
    Document byId = new Document("_id", id);
    Iterator<Document> found = handleQuery(byId, 0, 1).iterator();
    return found.hasNext() ? found.next() : null;
  }

  /** A top-level Timestamp(0, 0) asks for the time. */
  private void fillTimestamps(Document document) {
    BsonTimestamp empty = new BsonTimestamp(0);
    document.replaceAll(
        (name, value) ->
            value instanceof BsonTimestamp && value.equals(empty) && !name.equals("_id")
                ? oplog.newTimestamp()
                : value);
  }

  private void append(ChangeEvent change) {
    oplog.append(change, namespace(), null);
  }

  private Namespace namespace() {
    return new Namespace(getDatabaseName(), getCollectionName());
  }
}
