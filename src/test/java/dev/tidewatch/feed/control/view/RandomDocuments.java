package dev.tidewatch.feed.control.view;

import java.util.List;
import java.util.Random;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Random documents, with nested fields, arrays, and names that hold dots and numbers. Texts and
 * some names are unique, so that a text that a reader gets is known to be of one document.
 */
public final class RandomDocuments {

  private static final String[] NAMES = {"a", "b", "c", "n", "owner", "0", "x.y"};
  private static final String[] OWNERS = {"ann", "bob", "eve"};

  private final Random random;
  private int canaries;

  public RandomDocuments(Random random) {
    this.random = random;
  }

  /** A document of an id. */
  public BsonDocument document(String id) {
    BsonDocument document = new BsonDocument("_id", new BsonString(id));
    document.put("owner", new BsonString(any(OWNERS)));
    document.putAll(fields(0));
    return document;
  }

  private BsonDocument fields(int depth) {
    BsonDocument fields = new BsonDocument();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      fields.put(random.nextInt(4) == 0 ? canary("F") : any(NAMES), value(depth));
    }
    return fields;
  }

  private BsonValue value(int depth) {
    int kind = random.nextInt(depth > 3 ? 3 : 6);
    if (kind == 0) {
      return new BsonInt32(random.nextInt(10));
    }
    if (kind == 1) {
      return BsonBoolean.valueOf(random.nextBoolean());
    }
    if (kind == 2) {
      return new BsonString(canary("V"));
    }
    if (kind < 5) {
      return fields(depth + 1);
    }
    BsonArray array = new BsonArray();
    for (int i = 0; i < random.nextInt(4); i++) {
      array.add(value(depth + 1));
    }
    return array;
  }

  /**
   * A text that is nowhere else; {@code V} for a value, {@code F} for a field, {@code I} for an id.
   */
  public String canary(String kind) {
    return kind + canaries++ + "x";
  }

  /** A document with a few differences, at any depth. */
  public BsonDocument edited(BsonDocument document) {
    BsonDocument edited = document.clone();
    do {
      edit(edited, 0);
    } while (edited.equals(document));
    if (random.nextInt(4) == 0) {
      edited.put("owner", new BsonString(any(OWNERS)));
    }
    return edited;
  }

  private void edit(BsonDocument document, int depth) {
    List<String> names =
        document.keySet().stream().filter(name -> !name.equals("_id") || depth > 0).toList();
    int kind = random.nextInt(10);
    if (names.isEmpty() || kind < 2) {
      document.put(random.nextInt(4) == 0 ? canary("F") : any(NAMES), value(depth));
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    BsonValue value = document.get(name);
    if (kind == 2) {
      document.remove(name);
    } else if (value.isDocument() && kind < 8) {
      edit(value.asDocument(), depth + 1);
    } else if (value.isArray() && !value.asArray().isEmpty() && kind < 8) {
      edit(value.asArray(), depth + 1);
    } else {
      document.put(name, value(depth));
    }
  }

  private void edit(BsonArray array, int depth) {
    int index = random.nextInt(array.size());
    switch (random.nextInt(4)) {
      case 0 -> array.add(value(depth));
      case 1 -> array.remove(array.size() - 1);
      case 2 -> array.set(index, value(depth));
      default -> {
        if (array.get(index).isDocument()) {
          edit(array.get(index).asDocument(), depth);
        } else {
          array.set(index, value(depth));
        }
      }
    }
  }

  /** One of several. */
  public String any(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
