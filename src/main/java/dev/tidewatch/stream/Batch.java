package dev.tidewatch.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * One reply of a cursor.
 *
 * @param cursor null if the server has closed it
 * @param changes in the server's order, not yet decoded
 * @param postBatchResumeToken the position after the batch, null if the server sent none
 * @param operationTime the server's clock at the reply, null if it sent none
 */
record Batch(
    OpenCursor cursor,
    Deque<RawBsonDocument> changes,
    BsonDocument postBatchResumeToken,
    BsonTimestamp operationTime) {

  /** The state before the first reply. */
  static final Batch NONE = new Batch(null, new ArrayDeque<>(), null, null);

  static Batch of(RawBsonDocument reply) {
    BsonDocument cursor = reply.getDocument("cursor");
    long id = cursor.getNumber("id").longValue();
    String namespace = cursor.getString("ns").getValue();
    String collection = namespace.substring(namespace.indexOf('.') + 1);
    BsonValue events = cursor.get("firstBatch");
    if (events == null) {
      events = cursor.getArray("nextBatch");
    }
    Deque<RawBsonDocument> changes = new ArrayDeque<>();
    for (BsonValue event : events.asArray()) {
      changes.add((RawBsonDocument) event);
    }
    BsonValue token = cursor.get("postBatchResumeToken");
    BsonValue time = reply.get("operationTime");
    return new Batch(
        id == 0 ? null : new OpenCursor(id, collection),
        changes,
        token == null ? null : decoded(token.asDocument()),
        time == null ? null : time.asTimestamp());
  }

  /** A copy that does not keep the whole reply in memory. */
  static BsonDocument decoded(BsonDocument document) {
    return document instanceof RawBsonDocument raw
        ? raw.decode(new BsonDocumentCodec())
        : document.clone();
  }
}
