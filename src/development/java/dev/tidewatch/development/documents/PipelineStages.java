package dev.tidewatch.development.documents;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Map;

/** Writes a stage in the words that mongo-java-server understands. */
public final class PipelineStages {

  private PipelineStages() {}

  public static Document understood(String name, Object specification) {
    return switch (name) {
      case "$set", "$addFields" -> new Document("$addFields", nested(specification));
      case "$replaceWith" -> new Document("$replaceRoot", new Document("newRoot", specification));
      case "$project" -> new Document("$project", flat(specification));
      default -> new Document(name, specification);
    };
  }

  /** {@code {"a.b": 1}} as {@code {a: {b: 1}}}. */
  private static Object nested(Object specification) {
    if (!(specification instanceof Document fields)) {
      return specification;
    }
    Document result = new Document();
    fields.forEach(
        (path, value) -> {
          Document level = result;
          String[] names = path.split("\\.");
          for (int i = 0; i < names.length - 1; i++) {
            Object below = level.computeIfAbsent(names[i], key -> new Document());
            if (!(below instanceof Document next)) {
              throw new CommandError(
                  40176, "Location40176", "specification contains two conflicting paths: " + path);
            }
            level = next;
          }
          level.put(names[names.length - 1], value);
        });
    return result;
  }

  /** {@code {a: {b: 1}}} as {@code {"a.b": 1}}; expressions stay. */
  private static Object flat(Object specification) {
    if (!(specification instanceof Document fields)) {
      return specification;
    }
    Document result = new Document();
    flatten("", fields, result);
    return result;
  }

  private static void flatten(String prefix, Document fields, Document into) {
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      if (field.getValue() instanceof Document below
          && !below.isEmpty()
          && !below.keySet().iterator().next().startsWith("$")) {
        flatten(prefix + field.getKey() + ".", below, into);
      } else {
        into.append(prefix + field.getKey(), field.getValue());
      }
    }
  }
}
