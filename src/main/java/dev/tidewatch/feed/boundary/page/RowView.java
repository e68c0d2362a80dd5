package dev.tidewatch.feed.boundary.page;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.text.IsoTime;
import dev.tidewatch.text.MongoshText;
import java.util.List;

/** A change as a row of a feed's page. Has getters because EL reads properties. */
public final class RowView {

  private static final int MOST_OF_KEY = 60;

  private final Change change;
  private final String link;
  private final boolean selected;
  private final List<RowPart> parts;

  /**
   * The row of a change.
   *
   * @param link the query of the address that opens it
   * @param selected whether it is open
   */
  RowView(Change change, String link, boolean selected) {
    this.change = change;
    this.link = link;
    this.selected = selected;
    this.parts = RowWords.of(change.document());
  }

  public String getLink() {
    return link;
  }

  /** The value of {@code aria-current}; null, which omits the attribute, unless it is open. */
  public String getCurrent() {
    return selected ? "true" : null;
  }

  /** The operation type; {@code leave} for a document that has left what the reader may see. */
  public String getOperation() {
    return change.isLeave() ? "leave" : change.operationType();
  }

  /** The name of the collection, or of the database; null if the change has none. */
  public String getCollection() {
    return change.namespace().map(ns -> ns.substring(ns.indexOf('.') + 1)).orElse(null);
  }

  /** The beginning of the document's {@code _id} in mongosh notation; null if it has none. */
  public String getKey() {
    return change.documentId().map(id -> MongoshText.print(id, MOST_OF_KEY)).orElse(null);
  }

  /** ISO-8601 in UTC with milliseconds; null if the server sent no time. */
  public String getTime() {
    return change.time().map(IsoTime::withMillis).orElse(null);
  }

  /** The time of day in UTC, shown until the script converts it to local time. */
  public String getClock() {
    String time = getTime();
    return time == null ? null : time.substring(time.indexOf('T') + 1, time.length() - 1);
  }

  /** What the change did. */
  public List<RowPart> getParts() {
    return parts;
  }
}
