package dev.tidewatch.feed.control.filter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Random documents before and after an update, and the update as MongoDB describes it: by the
 * difference, in which any part may also be set as a whole.
 */
final class RandomUpdates {

  private static final String[] TOP = {"a", "b", "c"};
  private static final String[] NAMES = {"a", "b", "0", "1"};

  private final Random random;

  RandomUpdates(Random random) {
    this.random = random;
  }

  /** An update; {@code description} is its {@code updateDescription}. */
  record Update(BsonDocument before, BsonDocument after, BsonDocument description) {

    /** Whether a path, with numbers read as indexes and as names, has other values than before. */
    boolean alters(String path) {
      return !values(before, path).equals(values(after, path));
    }

    /** Whether the field of the document that a path begins with has another value. */
    boolean altersBelowTopOf(String path) {
      String top = path.split("\\.")[0];
      return before.containsKey(top) != after.containsKey(top)
          || before.containsKey(top) && !before.get(top).equals(after.get(top));
    }
  }

  Update next() {
    BsonDocument before = document(TOP, 3);
    BsonDocument after = before.clone();
    for (int i = random.nextInt(2); i >= 0; i--) {
      alter(after, TOP, 3);
    }
    Description description = new Description();
    description.compare("", before, after);
    return new Update(before, after, description.document());
  }

  /** A dotted path. */
  String path() {
    StringBuilder path = new StringBuilder(name(TOP));
    for (int i = random.nextInt(4); i > 0; i--) {
      path.append('.').append(name(NAMES));
    }
    return path.toString();
  }

  private String name(String[] names) {
    return names[random.nextInt(names.length)];
  }

  private BsonDocument document(String[] names, int depth) {
    BsonDocument document = new BsonDocument();
    for (int i = random.nextInt(4); i > 0; i--) {
      document.put(name(names), value(depth));
    }
    return document;
  }

  private BsonValue value(int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(5);
    if (kind < 2) {
      return new BsonInt32(random.nextInt(3));
    }
    if (kind == 2) {
      return document(NAMES, depth - 1);
    }
    BsonArray array = new BsonArray();
    for (int i = random.nextInt(4); i > 0; i--) {
      array.add(value(depth - 1));
    }
    return array;
  }

  private void alter(BsonDocument document, String[] names, int depth) {
    String name = name(names);
    BsonValue old = document.get(name);
    if (old != null && random.nextInt(4) == 0) {
      document.remove(name);
    } else {
      document.put(name, altered(old, depth));
    }
  }

  private BsonValue altered(BsonValue old, int depth) {
    if (old instanceof BsonDocument document && random.nextInt(4) > 0) {
      alter(document, NAMES, depth - 1);
      return document;
    }
    if (old instanceof BsonArray array && !array.isEmpty() && random.nextInt(6) > 0) {
      int index = random.nextInt(array.size());
      switch (random.nextInt(4)) {
        case 0 -> array.subList(index, array.size()).clear();
        case 1 -> array.add(value(depth - 1));
        default -> array.set(index, altered(array.get(index), depth - 1));
      }
      return array;
    }
    return value(Math.max(0, depth));
  }

  /** Every place that a path may lead to, and what is there. */
  private static Map<String, BsonValue> values(BsonDocument document, String path) {
    Map<String, BsonValue> found = new HashMap<>();
    collect(document, List.of(path.split("\\.")), "", found);
    return found;
  }

  private static void collect(
      BsonValue value, List<String> path, String place, Map<String, BsonValue> found) {
    if (path.isEmpty()) {
      found.put(place, value);
      return;
    }
    List<String> rest = path.subList(1, path.size());
    if (value instanceof BsonDocument document && document.containsKey(path.get(0))) {
      collect(document.get(path.get(0)), rest, place + "." + path.get(0), found);
    } else if (value instanceof BsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        String element = place + "." + i;
        collect(array.get(i), path, element, found);
        if (path.get(0).equals("" + i)) {
          collect(array.get(i), rest, element, found);
        }
      }
    }
  }

  /** What an update did. */
  private final class Description {

    private final BsonDocument updated = new BsonDocument();
    private final List<BsonValue> removed = new ArrayList<>();
    private final List<BsonValue> truncated = new ArrayList<>();

    void compare(String prefix, BsonDocument before, BsonDocument after) {
      TreeSet<String> names = new TreeSet<>(before.keySet());
      names.addAll(after.keySet());
      for (String name : names) {
        if (after.containsKey(name)) {
          compare(prefix + name, before.get(name), after.get(name));
        } else {
          removed.add(new BsonString(prefix + name));
        }
      }
    }

    private void compare(String path, BsonValue before, BsonValue after) {
      if (after.equals(before)) {
        return;
      }
      boolean whole = random.nextInt(5) == 0;
      if (!whole && before instanceof BsonDocument old && after instanceof BsonDocument now) {
        compare(path + ".", old, now);
      } else if (!whole && before instanceof BsonArray old && after instanceof BsonArray now) {
        for (int i = 0; i < now.size(); i++) {
          compare(path + "." + i, i < old.size() ? old.get(i) : null, now.get(i));
        }
        if (now.size() < old.size()) {
          truncated.add(
              new BsonDocument("field", new BsonString(path))
                  .append("newSize", new BsonInt32(now.size())));
        }
      } else {
        updated.put(path, after);
      }
    }

    BsonDocument document() {
      return new BsonDocument("updatedFields", updated)
          .append("removedFields", new BsonArray(removed))
          .append("truncatedArrays", new BsonArray(truncated));
    }
  }
}
