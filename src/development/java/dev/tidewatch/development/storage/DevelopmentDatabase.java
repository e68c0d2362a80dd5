package dev.tidewatch.development.storage;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.Documents;
import dev.tidewatch.development.documents.Namespace;
import dev.tidewatch.development.oplog.Oplog;

/** A database whose collections, but for its own system collections, write to the oplog. */
public final class DevelopmentDatabase extends MemoryDatabase {

  private final Oplog oplog;

  DevelopmentDatabase(String databaseName, CursorRegistry cursorRegistry, Oplog oplog) {
    super(databaseName, cursorRegistry);
    this.oplog = oplog;
  }

  /**
   * Called by the superclass's constructor too, for system collections, before there is an oplog.
   */
  @Override
  protected MemoryCollection openOrCreateCollection(
      String collectionName, CollectionOptions options) {
    return new Namespace(databaseName, collectionName).internal()
        ? super.openOrCreateCollection(collectionName, options)
        : new RecordedCollection(this, collectionName, options, cursorRegistry, oplog);
  }

  boolean inUse() {
    return namespaces().count() > 0;
  }

  /** The sum of the documents' lengths in BSON. */
  public long bytes() {
    long bytes = 0;
    for (Document entry : namespaces().queryAll()) {
      String name = entry.get("name").toString().substring(databaseName.length() + 1);
      Document stats = resolveCollection(name, true).getStats();
      bytes += Documents.number(stats, "size", 0);
    }
    return bytes;
  }

  private MongoCollection<Integer> namespaces() {
    return resolveCollection("system.namespaces", true);
  }
}
