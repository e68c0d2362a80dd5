package dev.tidewatch.feed.control.view;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Change;
import java.util.List;
import org.bson.BsonDocument;

/**
 * The documents by which restricted views decide what is seen of a change of one document.
 *
 * @param known the document key's {@code _id} as a document, and the images before and after the
 *     change, as far as they are known
 * @param haveKey whether that {@code _id} is known
 * @param areComplete whether no image is missing
 */
public record DecidingDocuments(List<BsonDocument> known, boolean haveKey, boolean areComplete) {

  /**
   * The documents of an entry that is a change. May throw any RuntimeException if its bytes are not
   * BSON.
   */
  public static DecidingDocuments of(LogEntry entry, Change change, ChangeReader changes) {
    return new ChangeCut(change, changes.parts(entry, change), changes.images(), false).documents();
  }
}
