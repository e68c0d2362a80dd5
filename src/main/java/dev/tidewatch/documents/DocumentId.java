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
 * A document's {@code _id}. Our students' are texts, the hex of an ObjectId, and our messages'
 * ObjectIds; documents that others wrote may have any other.
 *
 * <p>In an address a text stands for itself. Any other {@code _id}, and a text that starts with
 * <code>{</code>, is written as the document that holds it, in Extended JSON: <code>
 * {"_id":{"$numberInt":"5"}}</code>. So no two documents have the same address. Servers refuse a
 * path in which a slash or a backslash is encoded; as a parameter they take it.
 *
 * @param value not null
 */
public record DocumentId(BsonValue value) {

  private static final JsonWriterSettings EXACT =
      JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

  /** A new one, as a text. */
  public static DocumentId next() {
    return new DocumentId(new BsonString(new ObjectId().toHexString()));
  }

  /** Reads it as it is in an address; throws IllegalArgumentException if it is none. */
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

  /** Likewise, of a request's parameter; throws ProblemException if it is none. */
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
   * MongoDB has no list, pattern or operator for an {@code _id}; the others are long deprecated.
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
   * What a document may have for its {@code _id} if it is asked for by this one, the likeliest
   * first. The hex of an ObjectId finds the ObjectId too, if no document has the text: whoever puts
   * documents into the collection with mongosh gets ObjectIds, and knows them by their hex.
   */
  public List<BsonValue> candidates() {
    return value.isString() && ObjectId.isValid(value.asString().getValue())
        ? List.of(value, new BsonObjectId(new ObjectId(value.asString().getValue())))
        : List.of(value);
  }

  /** As it is in an address, before the address is encoded. */
  public String text() {
    return value.isString() && !value.asString().getValue().startsWith("{")
        ? value.asString().getValue()
        : new BsonDocument("_id", value).toJson(EXACT);
  }
}
