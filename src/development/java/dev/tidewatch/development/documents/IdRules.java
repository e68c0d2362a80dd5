package dev.tidewatch.development.documents;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * What MongoDB refuses as an {@code _id}, with its own errors; mongo-java-server keeps most of it.
 */
public final class IdRules {

  private static final int DOLLAR_PREFIXED = 52;
  private static final int INVALID_ID = 53;
  private static final int NOT_SINGLE_VALUE = 54;

  /** The fields of a DBRef may begin with a dollar. */
  private static final Set<String> REFERENCE = Set.of("$ref", "$id", "$db");

  private IdRules() {}

  /** Checks that of a document that is inserted as it was sent. */
  public static void inserted(Object id) {
    type(id);
    String dollar = dollar(id, true);
    if (dollar != null) {
      throw dollarPrefixed(
          "_id fields may not contain '$'-prefixed fields: "
              + dollar
              + " is not valid for storage.");
    }
  }

  /** Checks that of a replacement of a document, or of one that an upsert makes by operators. */
  public static void updated(Object id) {
    type(id);
    String dollar = dollar(id, false);
    if (dollar != null) {
      throw dollarPrefixed(
          "The dollar ($) prefixed field '"
              + dollar
              + "' in '_id."
              + dollar
              + "' is not allowed in the context of an update's replacement document. Consider using"
              + " an aggregation pipeline with $replaceWith.");
    }
  }

  /** Checks that of a replacement that an upsert inserts. */
  public static void upsertedReplacement(Object id) {
    if (id instanceof Collection<?>) {
      throw new CommandError(
          NOT_SINGLE_VALUE,
          "NotSingleValueField",
          "After applying the update to the document, the (immutable) field '_id' was found to be an"
              + " array or array descendant.");
    }
    updated(id);
  }

  private static void type(Object id) {
    if (id instanceof BsonRegularExpression) {
      throw invalid("regex");
    }
    if (id instanceof Collection<?>) {
      throw invalid("array");
    }
  }

  private static String dollar(Object value, boolean deep) {
    if (value instanceof Document document) {
      for (Map.Entry<String, Object> field : document.entrySet()) {
        if (field.getKey().startsWith("$") && !REFERENCE.contains(field.getKey())) {
          return field.getKey();
        }
        String inner = deep ? dollar(field.getValue(), true) : null;
        if (inner != null) {
          return inner;
        }
      }
    }
    return null;
  }

  /** The error for an {@code _id} of a type that none may have. */
  public static CommandError invalid(String type) {
    return new CommandError(
        INVALID_ID, "InvalidIdField", "The '_id' value cannot be of type " + type);
  }

  private static CommandError dollarPrefixed(String message) {
    return new CommandError(DOLLAR_PREFIXED, "DollarPrefixedFieldName", message);
  }
}
