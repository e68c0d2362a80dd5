package dev.tidewatch.query;

import dev.tidewatch.query.value.BsonTypes;
import dev.tidewatch.query.value.RawFields;
import dev.tidewatch.query.value.RawValue;
import java.util.ArrayList;
import java.util.List;

/** Reads what a query asks of one field: a value, or a document of operators. */
final class OperatorParser {

  private final QueryParser queries;
  private final QueryLimits limits;

  OperatorParser(QueryParser queries, QueryLimits limits) {
    this.queries = queries;
    this.limits = limits;
  }

  /** Reads what stands behind a field's name. */
  ValueTest parse(RawValue value) {
    if (Operands.isOperators(value)) {
      return operators(value);
    }
    limits.countOperator();
    return compare(Comparison.EQ, value);
  }

  private ValueTest operators(RawValue document) {
    List<ValueTest> tests = new ArrayList<>();
    RawFields fields = new RawFields(document);
    while (fields.next()) {
      tests.add(operator(fields.name(), fields.value()));
    }
    return all(tests);
  }

  private static ValueTest all(List<ValueTest> tests) {
    return tests.size() == 1 ? tests.get(0) : new ValueTest.All(tests);
  }

  private ValueTest operator(String name, RawValue operand) {
    limits.countOperator();
    return switch (name) {
      case "$eq" -> compare(Comparison.EQ, operand);
      case "$ne" -> new ValueTest.Not(compare(Comparison.EQ, operand));
      case "$gt" -> compare(Comparison.GT, operand);
      case "$gte" -> compare(Comparison.GTE, operand);
      case "$lt" -> compare(Comparison.LT, operand);
      case "$lte" -> compare(Comparison.LTE, operand);
      case "$in" -> in(name, operand);
      case "$nin" -> new ValueTest.Not(in(name, operand));
      case "$exists" -> exists(operand);
      case "$type" -> new ValueTest.OfType(Operands.types(operand));
      case "$size" -> new ArrayTest.Size(Operands.size(operand));
      case "$all" -> allOf(operand);
      case "$elemMatch" -> elementMatch(operand);
      case "$not" -> not(operand);
      default -> throw Operators.refuseWithinField(name);
    };
  }

  private static ValueTest compare(Comparison comparison, RawValue operand) {
    return new ValueTest.Compare(comparison, Operands.value(operand));
  }

  private static ValueTest in(String name, RawValue operand) {
    return new ValueTest.In(
        new SortedValues(
            Operands.elements(name, operand).stream()
                .map(item -> Operands.item(name, item))
                .toList()));
  }

  private static ValueTest exists(RawValue operand) {
    ValueTest exists = new ValueTest.Exists();
    return Operands.truth(operand) ? exists : new ValueTest.Not(exists);
  }

  private ValueTest allOf(RawValue operand) {
    List<RawValue> items = Operands.elements("$all", operand);
    if (items.isEmpty()) {
      return new ValueTest.Never();
    }
    boolean matching = elementMatchWithin(items.get(0)) != null;
    List<ValueTest> tests = new ArrayList<>();
    for (RawValue item : items) {
      limits.countOperator();
      RawValue within = elementMatchWithin(item);
      if (matching != (within != null)) {
        throw new InvalidQueryException("$all needs values alone, or $elemMatch alone");
      }
      tests.add(
          matching ? elementMatch(within) : compare(Comparison.EQ, Operands.item("$all", item)));
    }
    return all(tests);
  }

  /** The operand of an {@code $elemMatch} in the list of {@code $all}; null if it is none. */
  private static RawValue elementMatchWithin(RawValue item) {
    RawFields fields = item.isDocument() ? new RawFields(item) : null;
    if (fields == null || !fields.next() || !fields.name().equals("$elemMatch")) {
      return null;
    }
    RawValue operand = fields.value();
    if (fields.next()) {
      throw new InvalidQueryException("$elemMatch must stand alone within $all");
    }
    return operand;
  }

  private ValueTest elementMatch(RawValue operand) {
    if (!operand.isDocument()) {
      throw new InvalidQueryException("$elemMatch needs a query, or a document of operators");
    }
    return Operands.isOperators(operand) && !startsWithLogic(operand)
        ? new ArrayTest.ElementValue(operators(operand))
        : new ArrayTest.ElementDocument(queries.parse(operand));
  }

  private static boolean startsWithLogic(RawValue document) {
    RawFields fields = new RawFields(document);
    return fields.next() && Operators.OF_QUERIES.contains(fields.name());
  }

  private ValueTest not(RawValue operand) {
    if (operand.type() == BsonTypes.REGEX) {
      throw Operators.refuseRegularExpression();
    }
    if (!Operands.isOperators(operand)) {
      throw new InvalidQueryException(
          "$not needs a document of operators, such as {\"$gt\": 5}; use $ne for a value");
    }
    return new ValueTest.Not(operators(operand));
  }
}
