package dev.tidewatch.query;

import dev.tidewatch.query.value.RawFields;
import dev.tidewatch.query.value.RawValue;
import java.util.ArrayList;
import java.util.List;

/** Reads the fields and the logical operators of a query. For one query. */
final class QueryParser {

  private final QueryLimits limits = new QueryLimits();

  /** Reads a query, or the one within {@code $elemMatch}. */
  Condition parse(RawValue query) {
    List<Condition> conditions = new ArrayList<>();
    RawFields fields = new RawFields(query);
    while (fields.next()) {
      conditions.add(parse(fields.name(), fields.value()));
    }
    return conditions.size() == 1 ? conditions.get(0) : new Condition.And(conditions);
  }

  private Condition parse(String name, RawValue value) {
    if (!name.startsWith("$")) {
      FieldPath path = FieldPath.parse(name);
      return new Condition.OfField(path, new OperatorParser(this, limits).parse(value));
    }
    limits.countOperator();
    return switch (name) {
      case "$and" -> new Condition.And(list(name, value));
      case "$or" -> new Condition.Or(list(name, value));
      case "$nor" -> new Condition.Nor(new Condition.Or(list(name, value)));
      default -> throw Operators.refuseInPlaceOfField(name);
    };
  }

  private List<Condition> list(String operator, RawValue value) {
    if (!value.isArray()) {
      throw needsQueries(operator);
    }
    List<Condition> conditions = new ArrayList<>();
    RawFields elements = new RawFields(value);
    while (elements.next()) {
      RawValue element = elements.value();
      if (!element.isDocument()) {
        throw needsQueries(operator);
      }
      conditions.add(parse(element));
    }
    if (conditions.isEmpty()) {
      throw needsQueries(operator);
    }
    return conditions;
  }

  private static InvalidQueryException needsQueries(String operator) {
    return new InvalidQueryException(
        operator + " needs an array of at least one query, such as [{\"status\": \"open\"}]");
  }
}
