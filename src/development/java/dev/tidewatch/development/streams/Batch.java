package dev.tidewatch.development.streams;

import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.Namespace;
import dev.tidewatch.development.events.ResumeToken;
import java.util.List;

/**
 * The events of one reply.
 *
 * @param token where the stream goes on after them
 * @param invalidated whether the stream has ended with them
 */
record Batch(List<Document> events, ResumeToken token, boolean invalidated) {

  /**
   * The reply to an aggregate or a getMore.
   *
   * @param field what the events are called in it
   * @param id the cursor's, if the stream goes on
   */
  Document toReply(String field, long id, Namespace namespace) {
    Document cursor =
        new Document(field, events).append("postBatchResumeToken", token.toDocument());
    if (invalidated) {
      cursor.append("invalidated", true);
    }
    cursor.append("id", invalidated ? 0L : id).append("ns", namespace.toString());
    return new Document("cursor", cursor).append("ok", 1.0);
  }
}
