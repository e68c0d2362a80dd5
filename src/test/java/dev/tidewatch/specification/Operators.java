package dev.tidewatch.specification;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;

/** The specification's operators within an expected value: {@code {$$exists: true}} and others. */
final class Operators {

  /** The names of {@code $type}; a type that is not here is one that no case has named yet. */
  private static final Map<BsonType, String> TYPES =
      new EnumMap<>(
          Map.of(
              BsonType.DOUBLE, "double",
              BsonType.STRING, "string",
              BsonType.DOCUMENT, "object",
              BsonType.ARRAY, "array",
              BsonType.OBJECT_ID, "objectId",
              BsonType.BOOLEAN, "bool",
              BsonType.DATE_TIME, "date",
              BsonType.INT32, "int",
              BsonType.TIMESTAMP, "timestamp",
              BsonType.INT64, "long"));

  private Operators() {}

  /** A document whose first and only key starts with {@code $$}. */
  static boolean isOperator(BsonValue expected) {
    return expected.isDocument()
        && expected.asDocument().size() == 1
        && expected.asDocument().getFirstKey().startsWith("$$");
  }

  static void match(String path, BsonDocument operator, BsonValue actual, boolean root) {
    String name = operator.getFirstKey();
    BsonValue operand = operator.get(name);
    switch (name) {
      case "$$exists" -> exists(path, operand, actual);
      case "$$type" -> type(path, operand, actual);
      case "$$unsetOrMatches" -> {
        if (actual != null) {
          Matcher.match(path, operand, actual, root);
        }
      }
      default -> throw new AssertionError(path + ": this runner does not know " + name);
    }
  }

  private static void exists(String path, BsonValue operand, BsonValue actual) {
    if (!operand.isBoolean()) {
      throw new AssertionError(path + ": $$exists takes true or false, not " + operand);
    }
    if (operand.asBoolean().getValue() != (actual != null)) {
      throw new AssertionError(path + (actual == null ? " is absent" : " is " + actual));
    }
  }

  private static void type(String path, BsonValue operand, BsonValue actual) {
    List<String> names =
        (operand.isArray() ? operand.asArray().getValues() : List.of(operand))
            .stream().map(name -> name.asString().getValue()).toList();
    if (!TYPES.values().containsAll(names)) {
      throw new AssertionError(path + ": this runner does not know all the types of " + names);
    }
    if (actual == null || !names.contains(TYPES.get(actual.getBsonType()))) {
      throw new AssertionError(path + " is " + actual + ", expected one of " + names);
    }
  }
}
