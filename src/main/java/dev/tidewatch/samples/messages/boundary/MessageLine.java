package dev.tidewatch.samples.messages.boundary;

import dev.tidewatch.text.IsoTime;
import dev.tidewatch.text.RelaxedJson;
import java.time.Instant;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** A message as the page shows it. Has getters because EL reads properties. */
public final class MessageLine {

  private final BsonDocument message;

  MessageLine(BsonDocument message) {
    this.message = message;
  }

  /** The text; the whole document if another program wrote it without a text. */
  public String getText() {
    BsonValue text = message.get("msg");
    return text != null && text.isString()
        ? text.asString().getValue()
        : RelaxedJson.write(message);
  }

  /** When it was sent, in ISO-8601; null if the {@code _id} is not an ObjectId. */
  public String getTime() {
    BsonValue id = message.get("_id");
    if (id == null || !id.isObjectId()) {
      return null;
    }
    long seconds = Integer.toUnsignedLong(id.asObjectId().getValue().getTimestamp());
    return IsoTime.shortest(Instant.ofEpochSecond(seconds));
  }

  /**
   * The time in UTC, shown until the script converts it to local time; null if {@link #getTime} is.
   */
  public String getTimeInWords() {
    String time = getTime();
    return time == null ? null : time.replace('T', ' ').replace("Z", " UTC");
  }
}
