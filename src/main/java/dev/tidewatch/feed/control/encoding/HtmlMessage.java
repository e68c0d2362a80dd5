package dev.tidewatch.feed.control.encoding;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.text.Html;
import dev.tidewatch.text.MongoshText;
import dev.tidewatch.text.RelaxedJson;
import java.util.Locale;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * The text message of {@code /socket}: the change without its {@code _id}, then {@code html}, an
 * element ready for display, and {@code html_id}, the id to resume after.
 */
public final class HtmlMessage {

  /**
   * The most characters of a change in {@code html}; the message holds the whole change as well.
   */
  static final int MOST_CHARACTERS = 65_536;

  private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

  private HtmlMessage() {}

  /** The message for a change or a gap. */
  public static String of(FeedEntry entry) {
    return RelaxedJson.write(document(entry));
  }

  /** As above, as a WebSocket frame. */
  public static byte[] frameOf(FeedEntry entry) {
    return WebSocketFrame.around(RelaxedJson.utf8(document(entry), WebSocketFrame.LONGEST_HEAD));
  }

  private static BsonDocument document(FeedEntry entry) {
    BsonDocument document =
        entry instanceof Change change ? withoutId(change.document()) : gap((Gap) entry);
    String text = entry instanceof Change change ? text(change) : MongoshText.print(document);
    document.put("html", new BsonString(html(entry.position(), text)));
    document.put("html_id", new BsonString(entry.position().id()));
    return document;
  }

  /**
   * The text for {@code html}. A long text is cut and says so, because indentation can make a
   * change's text 46 times as long as the change.
   */
  private static String text(Change change) {
    MongoshText.Beginning text = pretty(change, MOST_CHARACTERS);
    return text.cut()
        ? text.text()
            + String.format(
                Locale.ROOT,
                "\n… cut: %,d characters of a change of %,d bytes. All of it is beside html.",
                text.text().length(),
                change.document().getByteBuffer().remaining())
        : text.text();
  }

  /**
   * The change in mongosh notation, without the resume token. What exceeds the limit is not read.
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
