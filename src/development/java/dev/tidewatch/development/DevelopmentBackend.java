package dev.tidewatch.development;

import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;

/** The storage of mongo-java-server, whose collections write to our oplog. */
final class DevelopmentBackend extends MemoryBackend {

  private final Oplog oplog;

  DevelopmentBackend(Oplog oplog) {
    this.oplog = oplog;
  }

  @Override
  public MemoryDatabase openOrCreateDatabase(String databaseName) {
    return Namespace.internalDatabase(databaseName)
        ? super.openOrCreateDatabase(databaseName)
        : new DevelopmentDatabase(databaseName, getCursorRegistry(), oplog);
  }
}
