package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.text.RelaxedJson;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Which changes a reader wants. Gaps concern every reader.
 *
 * @param operations operation types; empty for all
 * @param namespaces {@code db.coll}, or {@code db} for changes of a whole database; empty for all
 * @param keys {@code _id}s of documents as text: a string's own, an ObjectId's hex, a number's
 *     digits, else relaxed Extended JSON; empty for all
 */
public record Filter(Set<String> operations, Set<String> namespaces, Set<String> keys) {

  /** Lets everything through. */
  public static final Filter NONE = new Filter(Set.of(), Set.of(), Set.of());

  public Filter {
    operations = Set.copyOf(operations);
    namespaces = Set.copyOf(namespaces);
    keys = Set.copyOf(keys);
  }

  /**
   * Reads request parameters; what is null or empty filters nothing out. Operations and namespaces
   * may be listed with commas.
   */
  public static Filter of(
      Collection<String> operations, Collection<String> namespaces, Collection<String> keys) {
    Filter filter = new Filter(items(operations), items(namespaces), Set.copyOf(keys));
    return filter.equals(NONE) ? NONE : filter;
  }

  private static Set<String> items(Collection<String> values) {
    return values.stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  /** Whether the reader wants this one. */
  boolean passes(LogEntry entry) {
    if (this == NONE || !(entry.content() instanceof Change change)) {
      return true;
    }
    return (operations.isEmpty() || operations.contains(change.operationType()))
        && (namespaces.isEmpty() || change.namespace().filter(namespaces::contains).isPresent())
        && (keys.isEmpty()
            || change.documentId().map(Filter::text).filter(keys::contains).isPresent());
  }

  private static String text(BsonValue id) {
    return switch (id.getBsonType()) {
      case STRING -> id.asString().getValue();
      case OBJECT_ID -> id.asObjectId().getValue().toHexString();
      case INT32 -> Integer.toString(id.asInt32().getValue());
      case INT64 -> Long.toString(id.asInt64().getValue());
      default -> {
        String json = RelaxedJson.write(new BsonDocument("_id", id));
        // {"_id": VALUE}
        yield json.substring(json.indexOf(':') + 1, json.length() - 1).strip();
      }
    };
  }
}
