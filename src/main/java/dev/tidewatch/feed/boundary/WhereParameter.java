package dev.tidewatch.feed.boundary;

import dev.tidewatch.documents.ExtendedJson;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.query.InvalidQueryException;
import dev.tidewatch.query.Query;
import java.util.List;

/** {@code where}: the documents that a reader asks for, as a query in Extended JSON. */
final class WhereParameter {

  private static final String NAME = "where";

  private WhereParameter() {}

  /**
   * What a reader gets to see of a feed.
   *
   * @param view what it may see
   * @param values all values of the parameter; an empty one counts as missing
   * @throws BadParameterException if it is not a query, if it names a field that the reader may not
   *     see, or if the feed's changes cannot tell which documents match
   */
  static View narrow(Feed feed, View view, List<String> values) {
    Query where = parse(values);
    if (where.equals(Query.ALL)) {
      return view;
    }
    VisibleFields.check(NAME, CloseReason.BAD_WHERE, where.paths(), view);
    if (feed.hasOperationsOfItsOwn()) {
      throw bad(
          "The feed %s has a pipeline that may alter its changes, so that where cannot be decided:"
              + " read the feed without it.",
          feed.name());
    }
    if (!feed.hasImages() && !where.isOnIdAlone()) {
      throw bad(
          "The parameter where may name only _id on this feed, because its changes carry no images."
              + " For other fields, set tidewatch.feed.%s.images=true.",
          feed.name());
    }
    return view.narrow(where);
  }

  /** Reads the parameter; all documents if it is missing. */
  static Query parse(List<String> values) {
    List<String> given = values.stream().filter(value -> !value.isBlank()).toList();
    if (given.isEmpty()) {
      return Query.ALL;
    }
    if (given.size() > 1) {
      throw bad("The parameter where may be given once: join queries with $and.");
    }
    try {
      return Query.parse(ExtendedJson.parseDocument(given.get(0).strip()));
    } catch (InvalidQueryException e) {
      throw bad("The parameter where is not a query: %s", e.getMessage());
    } catch (IllegalArgumentException e) {
      throw bad(
          "The parameter where must be a query in Extended JSON, such as {\"status\": \"open\"}:"
              + " %s.",
          e.getMessage());
    }
  }

  private static BadParameterException bad(String format, Object... values) {
    return new BadParameterException(CloseReason.BAD_WHERE, NAME, format.formatted(values));
  }
}
