package dev.tidewatch.samples.messages.entity;

import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.ObjectId;

/**
 * A message, stored as {@code {_id: ObjectId, msg: text}}. The ObjectId holds the time, so that the
 * newest message has the greatest.
 *
 * @param msg the text, with line feeds between its lines
 */
public record Message(@MessageText String msg) {

  /**
   * A message of a text, whose line ends may have two characters, as browsers send them; they count
   * as one.
   */
  public Message {
    msg = msg == null ? null : msg.replace("\r\n", "\n");
  }

  /** The document to store, with a new {@code _id}. */
  public BsonDocument document() {
    return new BsonDocument("_id", new BsonObjectId(new ObjectId()))
        .append("msg", new BsonString(msg));
  }
}
