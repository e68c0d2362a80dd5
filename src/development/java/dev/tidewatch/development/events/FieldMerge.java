package dev.tidewatch.development.events;

import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.Documents;
import dev.tidewatch.development.documents.UpdatePaths;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The one update by a pipeline that is understood: a document is merged with given fields. And what
 * mongo-java-server cannot do to a document with a dot in one of its names: {@code $set} whole
 * fields of it.
 */
public final class FieldMerge {

  private FieldMerge() {}

  /**
   * Whether findAndModify is to be run as such a merge.
   *
   * @param document the one that it would change; null if there is none
   */
  public static boolean isAsked(Document command, Supplier<Document> document) {
    if (isMerge(command)) {
      return true;
    }
    boolean sets =
        only(command.get("update"), "$set") instanceof Document set
            && !hasDot(set)
            && !command.containsKey("fields");
    Document found = sets ? document.get() : null;
    return found != null && hasDot(found);
  }

  /** Whether the update is the pipeline that is understood, and asks for nothing else. */
  public static boolean isMerge(Document command) {
    return literal(command.get("update")) != null
        && !command.containsKey("fields")
        && !Documents.isTrue(command.get("upsert"));
  }

  /** The fields that the document gets, in the order in which a real server adds them. */
  public static Document fields(Document command) {
    Document literal = literal(command.get("update"));
    if (literal != null) {
      return literal;
    }
    Document set = (Document) only(command.get("update"), "$set");
    Document sorted = new Document();
    set.keySet().stream()
        .sorted(UpdatePaths.byName())
        .forEach(name -> sorted.append(name, set.get(name)));
    return sorted;
  }

  /** The fields of the pipeline's one stage, or null if it is any other. */
  private static Document literal(Object update) {
    return update instanceof List<?> stages
            && stages.size() == 1
            && only(stages.get(0), "$replaceWith") instanceof Document with
            && only(with, "$mergeObjects") instanceof List<?> sides
            && sides.size() == 2
            && "$$ROOT".equals(sides.get(0))
            && only(sides.get(1), "$literal") instanceof Document literal
        ? literal
        : null;
  }

  /** What the fields change, told as an update tells it. */
  public static UpdateDescription description(Document fields, Document before) {
    UpdateDescription description = new UpdateDescription();
    fields.forEach(
        (name, value) -> {
          if (!before.containsKey(name)) {
            description.insert(name, value);
          } else if (!Objects.equals(before.get(name), value)) {
            description.update(name, value);
          }
        });
    return description;
  }

  private static boolean hasDot(Document document) {
    return document.keySet().stream().anyMatch(name -> name.contains("."));
  }

  private static Object only(Object document, String name) {
    return document instanceof Document fields && fields.keySet().equals(Set.of(name))
        ? fields.get(name)
        : null;
  }
}
