package dev.tidewatch.query;

import dev.tidewatch.query.value.BsonTypes;
import dev.tidewatch.query.value.Numbers;
import dev.tidewatch.query.value.RawFields;
import dev.tidewatch.query.value.RawValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the operands of operators; each method throws InvalidQueryException. */
final class Operands {

  private Operands() {}

  /**
   * Whether a value consists of operators: a document whose first name starts with a dollar sign,
   * unless it is a reference to another document (DBRef).
   */
  static boolean isOperators(RawValue value) {
    RawFields fields = value.isDocument() ? new RawFields(value) : null;
    return fields != null && fields.next() && fields.name().startsWith("$") && !isReference(value);
  }

  private static boolean isReference(RawValue document) {
    RawFields fields = new RawFields(document);
    return fields.next()
        && fields.name().equals("$ref")
        && fields.value().type() == BsonTypes.STRING
        && fields.next()
        && fields.name().equals("$id");
  }

  /** A value to compare with. */
  static RawValue value(RawValue operand) {
    if (operand.type() == BsonTypes.REGEX) {
      throw Operators.refuseRegularExpression();
    }
    if (operand.type() == BsonTypes.UNDEFINED) {
      throw new InvalidQueryException(
          "undefined cannot be compared with, use null or {\"$type\": \"undefined\"}");
    }
    return operand;
  }

  /** A value in an operator's list, where no operators may stand. */
  static RawValue item(String operator, RawValue item) {
    if (isOperators(item)) {
      throw new InvalidQueryException(operator + " needs values, operators cannot stand within it");
    }
    return value(item);
  }

  /** The elements of an operator's list. */
  static List<RawValue> elements(String operator, RawValue operand) {
    if (!operand.isArray()) {
      throw new InvalidQueryException(operator + " needs an array");
    }
    List<RawValue> elements = new ArrayList<>();
    RawFields fields = new RawFields(operand);
    while (fields.next()) {
      elements.add(fields.value());
    }
    return elements;
  }

  /** As in MongoDB, every value is true but false, 0, null and undefined. */
  static boolean truth(RawValue operand) {
    return switch (operand.type()) {
      case BsonTypes.BOOLEAN -> operand.bytes()[operand.start()] != 0;
      case BsonTypes.NULL, BsonTypes.UNDEFINED -> false;
      default -> !BsonTypes.isNumber(operand.type()) || !Numbers.isZero(operand);
    };
  }

  /** The operand of {@code $size}. */
  static int size(RawValue operand) {
    OptionalLong size = Numbers.whole(operand);
    if (size.isEmpty() || size.getAsLong() < 0 || size.getAsLong() > Integer.MAX_VALUE) {
      throw new InvalidQueryException("$size needs a whole number from 0 to " + Integer.MAX_VALUE);
    }
    return (int) size.getAsLong();
  }

  /** The operand of {@code $type}: the numbers of all types that it names. */
  static Set<Integer> types(RawValue operand) {
    Set<Integer> types = new HashSet<>();
    List<RawValue> items = operand.isArray() ? elements("$type", operand) : List.of(operand);
    items.forEach(item -> types.addAll(typesOf(item)));
    if (types.isEmpty()) {
      throw needsType();
    }
    return Set.copyOf(types);
  }

  private static Set<Integer> typesOf(RawValue item) {
    if (item.type() == BsonTypes.STRING) {
      String alias = item.text();
      if (alias.equals("number")) {
        return Set.of(BsonTypes.INT32, BsonTypes.INT64, BsonTypes.DOUBLE, BsonTypes.DECIMAL128);
      }
      if (BsonTypes.ALIASES.containsKey(alias)) {
        return Set.of(BsonTypes.ALIASES.get(alias));
      }
    }
    OptionalLong number = Numbers.whole(item);
    if (number.isPresent()
        && BsonTypes.ALIASES.values().stream().anyMatch(type -> type == number.getAsLong())) {
      return Set.of((int) number.getAsLong());
    }
    throw needsType();
  }

  private static InvalidQueryException needsType() {
    return new InvalidQueryException(
        "$type needs the number or the name of a type, or an array of them; the names are number, "
            + String.join(", ", BsonTypes.ALIASES.keySet()));
  }
}
