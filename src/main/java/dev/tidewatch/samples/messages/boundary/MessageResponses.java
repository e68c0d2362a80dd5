package dev.tidewatch.samples.messages.boundary;

import dev.tidewatch.documents.DocumentId;
import dev.tidewatch.problems.ProblemException;
import dev.tidewatch.samples.messages.entity.Message;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/** Reads and writes the messages' ids and bodies. */
final class MessageResponses {

  private MessageResponses() {}

  /**
   * The {@code _id} in a list's {@code after}. The hex of an ObjectId means the ObjectId, because
   * messages have ObjectIds.
   */
  static DocumentId id(String after) {
    return ObjectId.isValid(after)
        ? new DocumentId(new BsonObjectId(new ObjectId(after)))
        : DocumentId.parameter("after", after);
  }

  /** An {@code _id} as written in an address. */
  static String text(DocumentId documentId) {
    BsonValue id = documentId.value();
    return id.isObjectId() ? id.asObjectId().getValue().toHexString() : documentId.text();
  }

  /** The message in a body; throws ProblemException if the body is not a message. */
  static Message message(BsonDocument body) {
    if (!body.keySet().equals(Set.of("msg")) || !body.get("msg").isString()) {
      throw new ProblemException(400, "The body must be {\"msg\": \"the text\"} and nothing else.");
    }
    return new Message(body.getString("msg").getValue());
  }
}
