package dev.tidewatch.feed.control.rules;

import dev.tidewatch.feed.control.view.FieldMask;
import dev.tidewatch.feed.control.view.Grant;
import dev.tidewatch.query.QueryTemplate;

/**
 * What one role sees.
 *
 * @param rows the documents
 * @param fields the fields of these
 */
record RoleRule(QueryTemplate rows, FieldMask fields) {

  /** What a caller with this role sees. */
  Grant grant(CallerValues values) {
    return new Grant(rows.bind(values), fields);
  }
}
