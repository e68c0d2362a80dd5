package dev.tidewatch.development.storage;

import de.bwaldvogel.mongo.backend.InMemoryCursor;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.Namespace;
import dev.tidewatch.development.oplog.Oplog;
import dev.tidewatch.development.wire.Greeting;
import java.util.List;

/** The storage of mongo-java-server, whose collections write to our oplog. */
public final class DevelopmentBackend extends MemoryBackend {

  private final Oplog oplog;

  public DevelopmentBackend(Oplog oplog) {
    this.oplog = oplog;
    version(Greeting.SELF);
  }

  @Override
  public MemoryDatabase openOrCreateDatabase(String databaseName) {
    return Namespace.internalDatabase(databaseName)
        ? super.openOrCreateDatabase(databaseName)
        : new DevelopmentDatabase(databaseName, getCursorRegistry(), oplog);
  }

  /** The databases that hold a collection, by name. */
  public List<DevelopmentDatabase> inUse() {
    return listDatabaseNames().stream()
        .sorted()
        .map(this::resolveDatabase)
        .filter(DevelopmentDatabase.class::isInstance)
        .map(DevelopmentDatabase.class::cast)
        .filter(DevelopmentDatabase::inUse)
        .toList();
  }

  /** Opens an ordinary cursor on copies of documents; returns its id. */
  public long keep(List<Document> documents) {
    List<Document> copies = documents.stream().map(Document::cloneDeeply).toList();
    InMemoryCursor cursor = new InMemoryCursor(getCursorRegistry().generateCursorId(), copies);
    getCursorRegistry().add(cursor);
    return cursor.getId();
  }

  /** Ends an ordinary cursor; says whether there was one. */
  public boolean forget(long cursorId) {
    return getCursorRegistry().remove(cursorId);
  }
}
