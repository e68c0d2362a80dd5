package dev.tidewatch.development;

import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import java.util.List;

/** The storage of mongo-java-server, whose collections write to our oplog. */
final class DevelopmentBackend extends MemoryBackend {

  private final Oplog oplog;

  DevelopmentBackend(Oplog oplog) {
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
  List<DevelopmentDatabase> inUse() {
    return listDatabaseNames().stream()
        .sorted()
        .map(this::resolveDatabase)
        .filter(DevelopmentDatabase.class::isInstance)
        .map(DevelopmentDatabase.class::cast)
        .filter(DevelopmentDatabase::inUse)
        .toList();
  }

  /** Ends an ordinary cursor; says whether there was one. */
  boolean forget(long cursorId) {
    return getCursorRegistry().remove(cursorId);
  }
}
