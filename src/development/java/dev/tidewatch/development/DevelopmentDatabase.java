package dev.tidewatch.development;

import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;

/** A database whose collections, but for its own system collections, write to the oplog. */
final class DevelopmentDatabase extends MemoryDatabase {

  private final Oplog oplog;

  DevelopmentDatabase(String databaseName, CursorRegistry cursorRegistry, Oplog oplog) {
    super(databaseName, cursorRegistry);
    this.oplog = oplog;
  }

  /** Called by the superclass's constructor too, for system collections, before there is an oplog. */
  @Override
  protected MemoryCollection openOrCreateCollection(
      String collectionName, CollectionOptions options) {
    return new Namespace(databaseName, collectionName).internal()
        ? super.openOrCreateCollection(collectionName, options)
        : new RecordedCollection(this, collectionName, options, cursorRegistry, oplog);
  }
}
