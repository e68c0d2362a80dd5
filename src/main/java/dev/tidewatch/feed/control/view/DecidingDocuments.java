package dev.tidewatch.feed.control.view;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.ImagePolicy;
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

  /** May throw any RuntimeException if the bytes of the change are not BSON. */
  public static DecidingDocuments of(Change change, ImagePolicy images) {
    return new ChangeCut(change, images, false).documents();
  }
}
