package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.text.Html;
import dev.tidewatch.text.MongoshText;
import dev.tidewatch.text.RelaxedJson;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * The text message of {@code /socket}: the change without its {@code _id}, then {@code html}, an
 * element ready to be shown, and {@code html_id}, which is also where to resume.
 */
public final class SeedText {

  private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

  private SeedText() {}

  /** The message for a change or a gap. */
  static String of(FeedEntry entry) {
    BsonDocument document =
        entry instanceof Change change ? withoutId(change.document()) : gap((Gap) entry);
    String html = html(entry.position(), MongoshText.print(document));
    document.put("html", new BsonString(html));
    document.put("html_id", new BsonString(entry.position().id()));
    return RelaxedJson.write(document);
  }

  /**
   * The change as people read it: mongosh notation, without the resume token. What has no room is
   * not read.
   *
   * @param most characters, at least 0
   */
  public static MongoshText.Beginning pretty(Change change, int most) {
    return MongoshText.begin(change.document(), "_id", most);
  }

  private static String html(Position position, String text) {
    return "<div id=\"change-" + position.id() + "\"><pre>" + Html.escape(text) + "</pre></div>";
  }

  private static BsonDocument withoutId(RawBsonDocument raw) {
    BsonDocument document = raw.decode(CODEC);
    document.remove("_id");
    return document;
  }

  private static BsonDocument gap(Gap gap) {
    return new BsonDocument("operationType", new BsonString("gap"))
        .append("reason", new BsonString(gap.reason().text()));
  }
}
