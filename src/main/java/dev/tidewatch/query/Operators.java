package dev.tidewatch.query;

import java.util.List;

/** The operators of the language, for messages. */
final class Operators {

  /** Those that stand within a field. */
  static final List<String> OF_FIELDS =
      List.of(
          "$eq",
          "$ne",
          "$gt",
          "$gte",
          "$lt",
          "$lte",
          "$in",
          "$nin",
          "$exists",
          "$type",
          "$size",
          "$all",
          "$elemMatch",
          "$not");

  /** Those that stand in place of a field. */
  static final List<String> OF_QUERIES = List.of("$and", "$or", "$nor");

  private Operators() {}

  static InvalidQueryException refuseInPlaceOfField(String name) {
    return OF_FIELDS.contains(name)
        ? new InvalidQueryException(
            name + " must stand within a field, such as {\"status\": {\"" + name + "\": …}}")
        : unknown(name);
  }

  static InvalidQueryException refuseWithinField(String name) {
    return OF_QUERIES.contains(name)
        ? new InvalidQueryException(
            name + " must stand beside the fields, such as {\"" + name + "\": [{…}, {…}]}")
        : unknown(name);
  }

  static InvalidQueryException refuseRegularExpression() {
    return new InvalidQueryException("a regular expression" + remedy());
  }

  private static InvalidQueryException unknown(String name) {
    return new InvalidQueryException(
        (name.startsWith("$")
                ? "the operator " + InvalidQueryException.quote(name)
                : "the field " + InvalidQueryException.quote(name) + " beside operators")
            + remedy());
  }

  private static String remedy() {
    return " is not part of a query; possible are "
        + String.join(", ", OF_FIELDS)
        + ", "
        + String.join(", ", OF_QUERIES);
  }
}
