package dev.tidewatch.development.documents;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fields that an update with operators names, as a tree. A real server applies an update field
 * by field in the order of this tree and not in the order in which it was written.
 */
public final class UpdatePaths {

  /** Numbers first and by value, then names by code point. */
  private static final Comparator<String> BY_NAME =
      Comparator.comparing((String name) -> !isNumber(name))
          .thenComparing(name -> isNumber(name) ? name.length() : 0)
          .thenComparing(Comparator.naturalOrder());

  private final Map<String, UpdatePaths> children = new TreeMap<>(BY_NAME);
  private String operator;
  private Object argument;

  private UpdatePaths() {}

  /** The paths of an update all of whose fields are operators. */
  public static UpdatePaths of(Document update) {
    UpdatePaths root = new UpdatePaths();
    for (String operator : update.keySet()) {
      Document changes = Documents.document(update, operator);
      changes.forEach(
          (path, argument) -> {
            root.add(path, operator, argument);
            if (operator.equals("$rename") && argument instanceof String target) {
              root.add(target, operator, null);
            }
          });
    }
    return root;
  }

  private void add(String path, String leafOperator, Object leafArgument) {
    UpdatePaths node = this;
    for (String name : path.split("\\.", -1)) {
      node = node.children.computeIfAbsent(name, key -> new UpdatePaths());
    }
    node.operator = leafOperator;
    node.argument = leafArgument;
  }

  public static boolean isNumber(String name) {
    return !name.isEmpty()
        && (name.equals("0") || name.charAt(0) != '0')
        && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  public static Comparator<String> byName() {
    return BY_NAME;
  }

  /** The names at this level, in the order in which they are applied. */
  public Map<String, UpdatePaths> children() {
    return children;
  }

  /** Whether an operator applies right here. */
  public boolean isLeaf() {
    return operator != null;
  }

  /** Whether array elements are meant here, by {@code $}, {@code $[]} or {@code $[name]}. */
  public UpdatePaths elements() {
    return children.entrySet().stream()
        .filter(child -> child.getKey().startsWith("$"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** Whether an array changes here by elements put at its end, and by nothing else. */
  public boolean appends(int sizeBefore, int sizeAfter) {
    if (!"$push".equals(operator) || sizeBefore == 0) {
      return false;
    }
    if (!(argument instanceof Document modifiers) || !modifiers.containsKey("$each")) {
      return true;
    }
    if (!(modifiers.get("$each") instanceof java.util.Collection<?> added)) {
      return false;
    }
    // a position at the very end is an insertion to a real server, one beyond it is not
    return !modifiers.containsKey("$sort")
        && Documents.number(modifiers, "$position", Long.MAX_VALUE) > sizeBefore
        && sizeAfter == sizeBefore + added.size();
  }
}
