package dev.tidewatch.samples.messages.entity;

import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.ObjectId;

/**
 * A message as it is sent: the seed's document, {@code {_id: ObjectId, msg: text}}. The ObjectId
 * holds when it was, so that the newest has the greatest.
 *
 * @param msg the text, with line feeds between its lines
 */
public record Message(@MessageText String msg) {

  /**
   * With lines as browsers send them, too: they end them with two characters, which count as one.
   */
  public Message {
    msg = msg == null ? null : msg.replace("\r\n", "\n");
  }

  /** To be stored; with a new {@code _id}. */
  public BsonDocument document() {
    return new BsonDocument("_id", new BsonObjectId(new ObjectId()))
        .append("msg", new BsonString(msg));
  }
}
