package dev.tidewatch.development.oplog;

import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.Documents;

/**
 * What puts a document back as it was before an entry.
 *
 * @param id its {@code _id}
 * @param bson the document; null if there was none
 */
public record Undo(Object id, byte[] bson) {

  /** Of a change of this document, which is still as it was before. */
  public static Undo of(Document before) {
    return new Undo(before.get("_id"), Documents.encode(before));
  }

  /** Of an insert. */
  public static Undo ofInsert(Document inserted) {
    return new Undo(inserted.get("_id"), null);
  }

  /** The document as it was, with nothing shared; null if there was none. */
  public Document before() {
    return bson == null ? null : Documents.decode(bson);
  }
}
