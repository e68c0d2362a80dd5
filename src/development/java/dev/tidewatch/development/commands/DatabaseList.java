package dev.tidewatch.development.commands;

import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.CommandError;
import dev.tidewatch.development.documents.Documents;
import dev.tidewatch.development.storage.DevelopmentBackend;
import dev.tidewatch.development.storage.DevelopmentDatabase;
import java.util.ArrayList;
import java.util.List;

/** Answers listDatabases; mongo-java-server lists databases that were only asked about, too. */
final class DatabaseList {

  private final DevelopmentBackend backend;

  DatabaseList(DevelopmentBackend backend) {
    this.backend = backend;
  }

  Document reply(Document command) {
    Document filter = Documents.document(command, "filter");
    if (filter != null && !filter.isEmpty()) {
      throw CommandError.refused("filter in listDatabases");
    }
    boolean nameOnly = Documents.isTrue(command.get("nameOnly"));
    List<Document> databases = new ArrayList<>();
    long total = 0;
    for (DevelopmentDatabase database : backend.inUse()) {
      Document entry = new Document("name", database.getDatabaseName());
      if (!nameOnly) {
        total += database.bytes();
        entry.append("sizeOnDisk", database.bytes()).append("empty", false);
      }
      databases.add(entry);
    }
    Document reply = new Document("databases", databases);
    if (!nameOnly) {
      reply.append("totalSize", total).append("totalSizeMb", total >> 20);
    }
    return reply.append("ok", 1.0);
  }
}
