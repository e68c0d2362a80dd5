package dev.tidewatch.query;

import java.util.Set;
import java.util.function.BiFunction;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Puts values in the place of placeholders. For one thread, and for one template at a time. */
final class Substitution {

  private static final Set<String> OF_LISTS = Set.of("$in", "$nin", "$all");

  /** A caller's value would change what these ask, instead of what they compare with. */
  private static final Set<String> OF_CONSTANTS = Set.of("$exists", "$type", "$size");

  private final BiFunction<Placeholder, Boolean, BsonValue> values;
  private boolean found;
  private boolean incomplete;

  /**
   * A substitution.
   *
   * @param values the value of a placeholder, and whether it must be a list; null if there is none
   */
  Substitution(BiFunction<Placeholder, Boolean, BsonValue> values) {
    this.values = values;
  }

  /** Whether any placeholder was found. */
  boolean hasFoundAny() {
    return found;
  }

  /** Whether any value was missing. */
  boolean isIncomplete() {
    return incomplete;
  }

  /**
   * A copy of the document with values; of no use if it is incomplete. Throws InvalidQueryException
   * if a placeholder is unknown or stands at a wrong place.
   */
  BsonDocument in(BsonDocument document) {
    BsonDocument copy = new BsonDocument();
    document.forEach(
        (name, value) -> {
          if (name.startsWith("@caller")) {
            throw new InvalidQueryException(
                InvalidQueryException.quote(name) + " can stand only for a value");
          }
          copy.append(name, in(name, value));
        });
    return copy;
  }

  private BsonValue in(String name, BsonValue value) {
    return switch (value.getBsonType()) {
      case DOCUMENT -> in(value.asDocument());
      case ARRAY -> {
        BsonArray copy = new BsonArray();
        value.asArray().forEach(item -> copy.add(in("", item)));
        yield copy;
      }
      case STRING -> text(name, value.asString());
      default -> value;
    };
  }

  private BsonValue text(String name, BsonString string) {
    String text = string.getValue();
    if (!text.startsWith("@")) {
      return string;
    }
    if (text.startsWith("@@")) {
      return new BsonString(text.substring(1));
    }
    if (OF_CONSTANTS.contains(name)) {
      throw new InvalidQueryException(name + " needs a constant, not what a caller has");
    }
    Placeholder placeholder = Placeholder.parse(text.substring(1));
    boolean list = OF_LISTS.contains(name);
    placeholder.check(list);
    found = true;
    BsonValue value = values.apply(placeholder, list);
    incomplete |= value == null;
    // any value will do, because it is not used
    return value == null ? string : value;
  }
}
