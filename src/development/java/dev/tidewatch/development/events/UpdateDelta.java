package dev.tidewatch.development.events;

import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.UpdatePaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds what an update with operators changed. A real server tells changes by the paths that the
 * update names, not by comparing documents: setting a whole object is told as that object.
 */
public final class UpdateDelta {

  private UpdateDelta() {}

  public static UpdateDescription between(UpdatePaths paths, Document before, Document after) {
    return level(paths, before, after);
  }

  private static UpdateDescription level(UpdatePaths paths, Object before, Object after) {
    UpdateDescription description = new UpdateDescription();
    for (Map.Entry<String, UpdatePaths> child : paths.children().entrySet()) {
      String name = child.getKey();
      Optional<Value> was = value(before, name);
      Optional<Value> is = value(after, name);
      if (was.equals(is)) {
        continue;
      }
      if (is.isEmpty()) {
        description.remove(name);
      } else if (was.isEmpty()) {
        description.insert(name, is.get().value());
      } else {
        changed(description, name, child.getValue(), was.get().value(), is.get().value());
      }
    }
    return description;
  }

  private static void changed(
      UpdateDescription description, String name, UpdatePaths paths, Object was, Object is) {
    if (paths.isLeaf()) {
      if (was instanceof List<?> old
          && is instanceof List<?> grown
          && paths.appends(old.size(), grown.size())) {
        description.within(name, appended(old.size(), grown));
      } else {
        description.update(name, is);
      }
    } else if (paths.elements() != null
        && was instanceof List<?> old
        && is instanceof List<?> now) {
      elements(description, name, paths.elements(), old, now);
    } else {
      description.within(name, level(paths, was, is));
    }
  }

  private static UpdateDescription appended(int oldSize, List<?> grown) {
    UpdateDescription description = new UpdateDescription();
    for (int i = oldSize; i < grown.size(); i++) {
      description.insert(Integer.toString(i), grown.get(i));
    }
    return description;
  }

  /** One changed element is told by its index, more of them as the whole array. */
  private static void elements(
      UpdateDescription description, String name, UpdatePaths paths, List<?> was, List<?> is) {
    List<Integer> changed = new ArrayList<>();
    for (int i = 0; i < is.size(); i++) {
      if (!Objects.equals(was.get(i), is.get(i))) {
        changed.add(i);
      }
    }
    if (changed.size() > 1) {
      description.update(name, is);
      return;
    }
    int index = changed.get(0);
    UpdateDescription element = new UpdateDescription();
    changed(element, Integer.toString(index), paths, was.get(index), is.get(index));
    description.within(name, element);
  }

  /** What stands at a name, null included; empty if nothing does. */
  private static Optional<Value> value(Object container, String name) {
    if (container instanceof Document document && document.containsKey(name)) {
      return Optional.of(new Value(document.get(name)));
    }
    if (container instanceof List<?> list && UpdatePaths.isNumber(name)) {
      int index = Integer.parseInt(name);
      return index < list.size() ? Optional.of(new Value(list.get(index))) : Optional.empty();
    }
    return Optional.empty();
  }

  /** A value that may be null. Equal means of the same type too: 1 is not 1.0. */
  private record Value(Object value) {}
}
