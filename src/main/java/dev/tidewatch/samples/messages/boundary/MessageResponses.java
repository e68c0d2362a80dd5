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
   * Where a list goes on. The hex of an ObjectId is that ObjectId: such are the messages' own, and
   * those of every driver.
   */
  static DocumentId place(String after) {
    return ObjectId.isValid(after)
        ? new DocumentId(new BsonObjectId(new ObjectId(after)))
        : DocumentId.parameter("after", after);
  }

  /** The same as it is in an address. */
  static String text(DocumentId place) {
    BsonValue id = place.value();
    return id.isObjectId() ? id.asObjectId().getValue().toHexString() : place.text();
  }

  /** The message in a body; throws ProblemException if that is none. */
  static Message message(BsonDocument body) {
    if (!body.keySet().equals(Set.of("msg")) || !body.get("msg").isString()) {
      throw new ProblemException(400, "The body must be {\"msg\": \"the text\"}, and no more.");
    }
    return new Message(body.getString("msg").getValue());
  }
}
