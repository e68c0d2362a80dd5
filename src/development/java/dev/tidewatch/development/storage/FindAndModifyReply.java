package dev.tidewatch.development.storage;

import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.Documents;

/** Adds what mongo-java-server leaves out of the reply to findAndModify. */
final class FindAndModifyReply {

  private FindAndModifyReply() {}

  /**
   * @param inserted what an upsert inserted, else null
   */
  static Document complete(Document command, Document reply, Document inserted) {
    if (reply.containsKey("lastErrorObject")) {
      return reply;
    }
    boolean remove = Documents.isTrue(command.get("remove"));
    boolean happened = inserted != null || (remove && reply.get("value") != null);
    Document about = new Document("n", happened ? 1 : 0);
    if (!remove) {
      about.append("updatedExisting", false);
    }
    if (inserted != null) {
      about.append("upserted", inserted.get("_id"));
    }
    return new Document("lastErrorObject", about)
        .append("value", reply.get("value"))
        .append("ok", 1.0);
  }
}
