package dev.tidewatch.documents;

import dev.tidewatch.problems.Problem;
import dev.tidewatch.problems.ProblemException;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.bson.types.ObjectId;

/**
 * A document's {@code _id}. Students that this application adds have strings (the hex of an
 * ObjectId), messages have ObjectIds. Documents of other programs may have any type.
 *
 * <p>In an address, a string stands for itself. Any other {@code _id}, and a string that starts
 * with <code>{</code>, is written as the document that holds it, in Extended JSON: <code>
 * {"_id":{"$numberInt":"5"}}</code>. No two documents have the same address. Servers refuse a path
 * with an encoded slash or backslash, but accept it in a parameter.
 *
 * @param value not null
 */
public record DocumentId(BsonValue value) {

  private static final JsonWriterSettings EXACT =
      JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

  /** A new id, as a string. */
  public static DocumentId next() {
    return new DocumentId(new BsonString(new ObjectId().toHexString()));
  }

  /** Parses an id from an address; throws IllegalArgumentException if it is invalid. */
  public static DocumentId parse(String text) {
    if (!text.startsWith("{")) {
      return new DocumentId(new BsonString(text));
    }
    BsonValue document = ExtendedJson.parse(text);
    BsonValue value = document.isDocument() ? document.asDocument().get("_id") : null;
    if (value == null || !canBeId(value)) {
      throw new IllegalArgumentException("no _id");
    }
    return new DocumentId(value);
  }

  /** Parses an id from a request's parameter; throws ProblemException if it is invalid. */
  public static DocumentId parameter(String parameter, String text) {
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      String detail =
          "The parameter %s is \"%s\"; what starts with { must be an _id as {\"_id\":…}, in Extended JSON."
              .formatted(parameter, text);
      throw new ProblemException(
          new Problem(400, detail, Map.of("parameter", parameter, "value", text)));
    }
  }

  /**
   * Whether a value may be an {@code _id}: MongoDB refuses arrays, patterns and operators; the
   * other refused types are deprecated.
   */
  private static boolean canBeId(BsonValue value) {
    return switch (value.getBsonType()) {
      case ARRAY,
          REGULAR_EXPRESSION,
          UNDEFINED,
          JAVASCRIPT,
          JAVASCRIPT_WITH_SCOPE,
          SYMBOL,
          DB_POINTER ->
          false;
      case DOCUMENT ->
          value.asDocument().entrySet().stream()
              .allMatch(f -> !f.getKey().startsWith("$") && canBeWithinId(f.getValue()));
      default -> true;
    };
  }

  private static boolean canBeWithinId(BsonValue value) {
    return value.isArray()
        ? value.asArray().stream().allMatch(DocumentId::canBeWithinId)
        : canBeId(value);
  }

  /**
   * The {@code _id}s that a request for this id may mean, the likeliest first. The hex of an
   * ObjectId also finds the ObjectId if no document has the string, because documents from mongosh
   * have ObjectIds, which are known by their hex.
   */
  public List<BsonValue> candidates() {
    return value.isString() && ObjectId.isValid(value.asString().getValue())
        ? List.of(value, new BsonObjectId(new ObjectId(value.asString().getValue())))
        : List.of(value);
  }

  /** The id as written in an address, before percent-encoding. */
  public String text() {
    return value.isString() && !value.asString().getValue().startsWith("{")
        ? value.asString().getValue()
        : new BsonDocument("_id", value).toJson(EXACT);
  }
}
