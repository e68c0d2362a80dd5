package dev.tidewatch.development.documents;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts fields in the order in which a real server stores them; mongo-java-server keeps the order in
 * which they were written first. Documents are changed in place.
 */
public final class FieldOrder {

  private FieldOrder() {}

  /** The field _id comes first. */
  public static void idFirst(Document document) {
    if (document.containsKey("_id") && !document.keySet().iterator().next().equals("_id")) {
      order(document, Stream.concat(Stream.of("_id"), document.keySet().stream()));
    }
  }

  /** A replaced document has its _id, then the order of the replacement. */
  public static void asIn(Document replacement, Document document) {
    order(document, Stream.concat(Stream.of("_id"), replacement.keySet().stream()));
  }

  /**
   * After an update with operators the old fields come first, as they were, then the new ones by
   * name; and so at every level that the update goes through.
   *
   * @param before the document before the update, or what an upsert took over from its query
   */
  public static void afterUpdate(UpdatePaths paths, Object before, Object after) {
    if (after instanceof Document document) {
      Set<String> old = before instanceof Document was ? was.keySet() : Set.of();
      order(
          document,
          Stream.concat(
              old.stream(),
              document.keySet().stream()
                  .filter(name -> !old.contains(name))
                  .sorted(UpdatePaths.byName())));
      paths
          .children()
          .forEach((name, child) -> deeper(child, field(before, name), document.get(name)));
    } else if (after instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        UpdatePaths child = paths.children().get(Integer.toString(i));
        child = child == null ? paths.elements() : child;
        if (child != null) {
          deeper(child, element(before, i), list.get(i));
        }
      }
    }
  }

  /**
   * After a projection the fields that it took over come first, as they were, then those that it
   * computed. At every level.
   *
   * @param projection by dotted path
   */
  public static void afterProjection(Document projection, Document before, Document after) {
    level("", projection, before, after);
  }

  private static void level(String prefix, Document projection, Document before, Document after) {
    Stream<String> takenOver =
        before.keySet().stream().filter(name -> !computes(projection.get(prefix + name)));
    order(after, Stream.concat(takenOver, after.keySet().stream()));
    after.forEach(
        (name, value) -> {
          if (value instanceof Document document && before.get(name) instanceof Document was) {
            level(prefix + name + ".", projection, was, document);
          }
        });
  }

  private static boolean computes(Object projected) {
    return projected != null && !(projected instanceof Number) && !(projected instanceof Boolean);
  }

  private static void deeper(UpdatePaths paths, Object before, Object after) {
    if (!paths.isLeaf()) {
      afterUpdate(paths, before, after);
    }
  }

  private static Object field(Object container, String name) {
    return container instanceof Document document ? document.get(name) : null;
  }

  private static Object element(Object container, int index) {
    return container instanceof List<?> list && index < list.size() ? list.get(index) : null;
  }

  private static void order(Document document, Stream<String> names) {
    Document ordered = new Document();
    names
        .distinct()
        .filter(document::containsKey)
        .forEach(name -> ordered.append(name, document.get(name)));
    Documents.refill(document, ordered);
  }
}
