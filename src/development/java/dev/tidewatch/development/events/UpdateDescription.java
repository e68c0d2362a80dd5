package dev.tidewatch.development.events;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an update changed at one level of a document, and below it. Told as a real server tells it:
 * at each level first what was removed, then what changed, then what is new, then what is deeper.
 */
final class UpdateDescription {

  private final List<String> removed = new ArrayList<>();
  private final Document updated = new Document();
  private final Document inserted = new Document();
  private final Map<String, UpdateDescription> deeper = new LinkedHashMap<>();
  private int newSize = -1;

  void remove(String field) {
    removed.add(field);
  }

  void update(String field, Object value) {
    updated.append(field, value);
  }

  void insert(String field, Object value) {
    inserted.append(field, value);
  }

  /** Adds what changed within a field, if anything did. */
  void within(String field, UpdateDescription description) {
    if (!description.isEmpty()) {
      deeper.put(field, description);
    }
  }

  /** The array at this level is shorter now. */
  void truncate(int size) {
    newSize = size;
  }

  boolean isEmpty() {
    return removed.isEmpty()
        && updated.isEmpty()
        && inserted.isEmpty()
        && deeper.isEmpty()
        && newSize < 0;
  }

  /** The field updateDescription of an event. */
  Document toDocument() {
    Document updatedFields = new Document();
    List<String> removedFields = new ArrayList<>();
    List<Document> truncatedArrays = new ArrayList<>();
    tell("", updatedFields, removedFields, truncatedArrays);
    return new Document("updatedFields", updatedFields)
        .append("removedFields", removedFields)
        .append("truncatedArrays", truncatedArrays);
  }

  private void tell(
      String path, Document updatedFields, List<String> removedFields, List<Document> truncated) {
    String prefix = path.isEmpty() ? "" : path + ".";
    if (newSize >= 0) {
      truncated.add(new Document("field", path).append("newSize", newSize));
    }
    removed.forEach(field -> removedFields.add(prefix + field));
    updated.forEach((field, value) -> updatedFields.append(prefix + field, value));
    inserted.forEach((field, value) -> updatedFields.append(prefix + field, value));
    deeper.forEach(
        (field, description) ->
            description.tell(prefix + field, updatedFields, removedFields, truncated));
  }
}
