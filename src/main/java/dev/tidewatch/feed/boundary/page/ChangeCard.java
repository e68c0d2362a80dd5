package dev.tidewatch.feed.boundary.page;

import dev.tidewatch.feed.control.encoding.HtmlMessage;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.text.IsoTime;
import dev.tidewatch.text.MongoshText;
import java.util.List;
import java.util.Locale;

/** A change as the page shows it, cut if it is long. Has getters because EL reads properties. */
public final class ChangeCard {

  /** The most characters of a change's text on the page. */
  static final int MOST_CHARACTERS = 16_384;

  /** The most characters of a document's {@code _id}, which is the card's heading. */
  private static final int MOST_OF_KEY = 200;

  private final Change change;
  private final Position before;
  private final int most;
  private final List<OutageRow> outages;

  /**
   * The card of a change.
   *
   * @param before a position from which readers get this change first; null if unknown
   * @param most the most characters of the change's text
   * @param outages the outages right before the change
   */
  ChangeCard(Change change, Position before, int most, List<OutageRow> outages) {
    this.change = change;
    this.before = before;
    this.most = most;
    this.outages = outages;
  }

  public String getId() {
    return change.position().id();
  }

  /** The outages right before the change. */
  public List<OutageRow> getOutages() {
    return outages;
  }

  /** The operation type; {@code leave} for a document that has left what the reader may see. */
  public String getOperation() {
    return change.isLeave() ? "leave" : change.operationType();
  }

  /** The namespace; null if the change has none. */
  public String getNamespace() {
    return change.namespace().orElse(null);
  }

  /**
   * The document's {@code _id} in mongosh notation, or its beginning; null if the change is not of
   * a single document.
   */
  public String getKey() {
    return change.documentId().map(id -> MongoshText.print(id, MOST_OF_KEY)).orElse(null);
  }

  /** ISO-8601 in UTC with milliseconds; null if the server sent no time. */
  public String getTime() {
    return change.time().map(IsoTime::withMillis).orElse(null);
  }

  /**
   * The time in UTC, shown until the script converts it to local time; null if {@link #getTime} is.
   */
  public String getTimeInWords() {
    String time = getTime();
    return time == null ? null : time.replace('T', ' ').replace("Z", " UTC");
  }

  /**
   * The change in mongosh notation. A cut text ends with a note that says where the whole change
   * is.
   */
  public String getText() {
    MongoshText.Beginning text = HtmlMessage.pretty(change, most);
    return text.cut() ? text.text() + note(text.text().length()) : text.text();
  }

  private String note(int shown) {
    return String.format(
        Locale.ROOT,
        "\n… cut: %,d characters of a change of %,d bytes. All of it: GET api/feeds/%s/changes?%s",
        shown,
        change.document().getByteBuffer().remaining(),
        FeedSettings.CHANGES,
        before == null
            ? "after=ID, with the id of an earlier change"
            : "limit=1&after=" + before.id());
  }
}
