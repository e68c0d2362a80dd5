package dev.tidewatch.query;

import org.bson.BsonValue;

/**
 * Stands in a {@link QueryTemplate} for a value that is known of a caller.
 *
 * @param name without the {@code @}
 */
record Placeholder(String name) {

  private static final String NAME = "caller.name";
  private static final String ROLES = "caller.roles";
  private static final String CLAIM = "caller.claims.";

  /** Reads what follows the {@code @}; throws InvalidQueryException if it is unknown. */
  static Placeholder parse(String name) {
    boolean claim = name.startsWith(CLAIM) && name.length() > CLAIM.length();
    if (!claim && !name.equals(NAME) && !name.equals(ROLES)) {
      throw new InvalidQueryException(
          InvalidQueryException.quote("@" + name)
              + " is unknown; possible are @caller.name, @caller.roles and @caller.claims.NAME,"
              + " and @@ begins a string that begins with @");
    }
    return new Placeholder(name);
  }

  /** Throws InvalidQueryException if its value can never stand at such a place. */
  void check(boolean list) {
    if (list && name.equals(NAME)) {
      throw new InvalidQueryException(
          "@caller.name is no list, put it into one: [\"@caller.name\"]");
    }
    if (!list && name.equals(ROLES)) {
      throw new InvalidQueryException(
          "@caller.roles is a list, it can stand only for the list of $in, $nin or $all");
    }
  }

  /** Whether a value can stand at such a place; false for null. */
  static boolean canStand(BsonValue value, boolean list) {
    if (value == null || !list) {
      return isPlain(value);
    }
    return value.isArray()
        && !value.asArray().isEmpty()
        && value.asArray().stream().allMatch(Placeholder::isPlain);
  }

  private static boolean isPlain(BsonValue value) {
    if (value == null) {
      return false;
    }
    return switch (value.getBsonType()) {
      case STRING -> !value.asString().getValue().isEmpty();
      case DOUBLE -> Double.isFinite(value.asDouble().getValue());
      case DECIMAL128 -> value.asDecimal128().getValue().isFinite();
      case INT32, INT64, BOOLEAN -> true;
      default -> false;
    };
  }
}
