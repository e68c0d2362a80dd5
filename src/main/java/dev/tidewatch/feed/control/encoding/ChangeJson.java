package dev.tidewatch.feed.control.encoding;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.JsonForm;
import dev.tidewatch.text.CanonicalJson;
import dev.tidewatch.text.RelaxedJson;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.codecs.BsonDocumentCodec;

/** Entries as JSON, for every protocol except {@code /socket}. */
public final class ChangeJson {

  private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

  private ChangeJson() {}

  /** A change without its {@code _id}; a gap's reason, and where it begins and ends. */
  public static byte[] of(FeedEntry entry, JsonForm form) {
    BsonDocument document = entry instanceof Change change ? withoutId(change) : gap((Gap) entry);
    return switch (form) {
      case RELAXED -> RelaxedJson.utf8(document, 0);
      case CANONICAL -> CanonicalJson.utf8(document);
    };
  }

  private static BsonDocument withoutId(Change change) {
    BsonDocument document = change.document().decode(CODEC);
    document.remove("_id");
    return document;
  }

  private static BsonDocument gap(Gap gap) {
    return new BsonDocument("type", new BsonString("gap"))
        .append("reason", new BsonString(gap.reason().text()))
        .append("after", new BsonString(gap.after().id()))
        .append("position", new BsonString(gap.position().id()));
  }
}
