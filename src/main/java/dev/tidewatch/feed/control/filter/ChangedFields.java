package dev.tidewatch.feed.control.filter;

import dev.tidewatch.feed.entity.Change;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Fields of which an update has to touch at least one. It touches a field if it sets, removes or
 * truncates the field itself, something within it, or something that holds it. Every other change
 * passes, because a reader that keeps documents needs it; so does an update that does not tell what
 * it touched.
 *
 * <p>A part of an update's path that is a number may be an index, which a field here leaves out or
 * names, or the name of a field. A name with a dot is read as a path. Where both readings are
 * possible, one that passes is enough.
 *
 * @param paths dotted; none if empty
 */
record ChangedFields(Set<String> paths, List<List<String>> parts) {

  /** Every change passes. */
  static final ChangedFields ANY = new ChangedFields(Set.of(), List.of());

  private static final String UPDATE = "updateDescription";

  static ChangedFields of(Collection<String> paths) {
    return paths.isEmpty()
        ? ANY
        : new ChangedFields(
            Set.copyOf(paths),
            paths.stream().distinct().sorted().map(ChangedFields::split).toList());
  }

  private static List<String> split(String path) {
    return List.of(path.split("\\.", -1));
  }

  /** Whether a change passes. */
  boolean pass(Change change) {
    BsonDocument document = change.document();
    if (paths.isEmpty()
        || !change.operationType().equals("update")
        || !(document.get(UPDATE) instanceof BsonDocument update)) {
      return true;
    }
    return anyField(update.get("updatedFields"))
        || anyOf(update.get("removedFields"))
        || anyOf(update.get("truncatedArrays"));
  }

  private boolean anyField(BsonValue fields) {
    return fields != null
        && fields.isDocument()
        && fields.asDocument().keySet().stream().anyMatch(this::isTouchedBy);
  }

  private boolean anyOf(BsonValue list) {
    return list != null
        && list.isArray()
        && list.asArray().stream().map(ChangedFields::name).anyMatch(this::isTouchedBy);
  }

  /** The path of a removed field, or of an array that was truncated; null if there is none. */
  private static String name(BsonValue item) {
    BsonValue name = item.isDocument() ? item.asDocument().get("field") : item;
    return name != null && name.isString() ? name.asString().getValue() : null;
  }

  /** Whether a path of an update touches a field; one that is unknown may touch any. */
  private boolean isTouchedBy(String path) {
    if (path == null) {
      return true;
    }
    List<String> touched = split(path);
    return parts.stream().anyMatch(asked -> meet(asked, touched));
  }

  /** Whether one of two paths leads to the other, apart from indexes that {@code asked} omits. */
  private static boolean meet(List<String> asked, List<String> touched) {
    // how many parts of asked the parts so far may stand for
    BitSet met = new BitSet();
    met.set(0);
    for (String part : touched) {
      BitSet next = new BitSet();
      for (int count = met.nextSetBit(0); count >= 0; count = met.nextSetBit(count + 1)) {
        if (asked.get(count).equals(part)) {
          if (count + 1 == asked.size()) {
            return true;
          }
          next.set(count + 1);
        }
        // also as the last part: an element that is set as a whole may hold what is asked for
        if (isNumber(part)) {
          next.set(count);
        }
      }
      met = next;
    }
    return !met.isEmpty();
  }

  private static boolean isNumber(String part) {
    return !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
