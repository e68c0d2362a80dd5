package dev.tidewatch.development.commands;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.Documents;
import dev.tidewatch.development.storage.DevelopmentBackend;
import java.util.ArrayList;
import java.util.List;

/**
 * Completes listCollections: mongo-java-server ignores the filter and nameOnly, and tells no UUID.
 */
final class CollectionList {

  private final DevelopmentBackend backend;

  CollectionList(DevelopmentBackend backend) {
    this.backend = backend;
  }

  /** The reply, made of the storage's own; changes that one. */
  Document reply(String database, Document command, Document stored) {
    Document filter = Documents.document(command, "filter");
    boolean nameOnly = Documents.isTrue(command.get("nameOnly"));
    Document cursor = Documents.document(stored, "cursor");
    List<Document> listed = new ArrayList<>();
    for (Document entry : Documents.list(cursor, "firstBatch")) {
      MongoCollection<?> collection =
          backend
              .resolveDatabase(database)
              .resolveCollection(Documents.string(entry, "name"), false);
      if (collection != null && entry.get("info") instanceof Document info) {
        info.put("uuid", collection.getUuid());
      }
      if (filter == null || new DefaultQueryMatcher().matches(entry, filter)) {
        listed.add(nameOnly ? nameOf(entry) : entry);
      }
    }
    cursor.put("firstBatch", listed);
    return stored;
  }

  private static Document nameOf(Document entry) {
    return new Document("name", entry.get("name")).append("type", entry.get("type"));
  }
}
