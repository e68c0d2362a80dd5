package dev.tidewatch.feed.control.documents;

import dev.tidewatch.feed.control.view.View;
import org.bson.BsonValue;

/**
 * A page of a collection. Readers that ask for equal pages share one.
 *
 * @param snapshot the moment
 * @param view what is seen of the documents
 * @param after the {@code _id} that the page begins after; null for the first page
 * @param limit the most documents that are read for it
 */
public record PageKey(Snapshot snapshot, View view, BsonValue after, int limit) {

  /** The page after this one. */
  public PageKey next(DocumentPage page) {
    return new PageKey(snapshot, view, page.last(), limit);
  }
}
