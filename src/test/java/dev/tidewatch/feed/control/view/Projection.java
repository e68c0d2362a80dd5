package dev.tidewatch.feed.control.view;

import java.util.Collection;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** What a projection of MongoDB's {@code find} shows, written without regard to speed. */
public final class Projection {

  private Projection() {}

  /** The fields at some paths, and {@code _id}. */
  public static BsonDocument of(BsonDocument document, Collection<String> paths) {
    return of(document, "", paths);
  }

  private static BsonDocument of(BsonDocument document, String prefix, Collection<String> paths) {
    BsonDocument shown = new BsonDocument();
    document.forEach(
        (name, value) -> {
          // a dot in a name separates nothing
          String path = name.contains(".") ? null : prefix + name;
          if (path == null) {
            return;
          }
          if (path.equals("_id") || paths.contains(path)) {
            shown.put(name, value);
          } else if (paths.stream().anyMatch(p -> p.startsWith(path + "."))) {
            BsonValue part = part(value, path + ".", paths);
            if (part != null) {
              shown.put(name, part);
            }
          }
        });
    return shown;
  }

  private static BsonValue part(BsonValue value, String prefix, Collection<String> paths) {
    if (value.isDocument()) {
      return of(value.asDocument(), prefix, paths);
    }
    if (!value.isArray()) {
      return null;
    }
    BsonArray shown = new BsonArray();
    for (BsonValue element : value.asArray()) {
      BsonValue part = part(element, prefix, paths);
      if (part != null) {
        shown.add(part);
      }
    }
    return shown;
  }
}
