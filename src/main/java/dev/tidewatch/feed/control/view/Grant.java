package dev.tidewatch.feed.control.view;

import dev.tidewatch.query.Query;
import java.util.Objects;

/**
 * A part of what a reader may see: some fields of some documents.
 *
 * @param rows matches the documents
 * @param fields the fields that may be seen of these
 */
public record Grant(Query rows, FieldMask fields) {

  /** Everything. */
  public static final Grant ALL = new Grant(Query.ALL, FieldMask.ALL);

  public Grant {
    Objects.requireNonNull(rows, "rows");
    Objects.requireNonNull(fields, "fields");
  }

  /** Whether the document key alone decides. */
  boolean needsNoImage() {
    return rows.isOnIdAlone();
  }
}
