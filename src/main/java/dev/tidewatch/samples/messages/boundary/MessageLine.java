package dev.tidewatch.samples.messages.boundary;

import dev.tidewatch.text.IsoTime;
import dev.tidewatch.text.RelaxedJson;
import java.time.Instant;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** A message as the page shows it. Getters, not a record's accessors: EL reads properties. */
public final class MessageLine {

  private final BsonDocument message;

  MessageLine(BsonDocument message) {
    this.message = message;
  }

  /** The text; of a document that others wrote without one, whatever it holds. */
  public String getText() {
    BsonValue text = message.get("msg");
    return text != null && text.isString()
        ? text.asString().getValue()
        : RelaxedJson.write(message);
  }

  /** When it was made, in ISO-8601; null where the {@code _id} does not tell. */
  public String getTime() {
    BsonValue id = message.get("_id");
    if (id == null || !id.isObjectId()) {
      return null;
    }
    long seconds = Integer.toUnsignedLong(id.asObjectId().getValue().getTimestamp());
    return IsoTime.shortest(Instant.ofEpochSecond(seconds));
  }

  /** The time for people, until the script shows it as theirs; null as {@link #getTime}. */
  public String getTimeInWords() {
    String time = getTime();
    return time == null ? null : time.replace('T', ' ').replace("Z", " UTC");
  }
}
