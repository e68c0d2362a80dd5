package dev.tidewatch.feed.control.view;

import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * What may be seen of one document.
 *
 * @param isKnown whether that could be decided
 * @param fields the visible fields; null if the document is hidden, or nothing is known
 */
record Visibility(boolean isKnown, FieldMask fields) {

  /** The document is hidden, or there is none. */
  static final Visibility NONE = new Visibility(true, null);

  /** The document would have to be known. */
  static final Visibility UNKNOWN = new Visibility(false, null);

  boolean isVisible() {
    return fields != null;
  }

  /** Decides what may be seen of a document. */
  @FunctionalInterface
  interface Decision {

    /**
     * Decides.
     *
     * @param id its {@code _id}; null if unknown
     * @param document the document; null if unknown
     */
    Visibility of(BsonValue id, RawBsonDocument document);
  }
}
