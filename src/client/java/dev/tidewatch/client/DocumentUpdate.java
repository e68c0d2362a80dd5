package dev.tidewatch.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * Applies what an update did to a document as it was before. Exactly, or not at all: a path that
 * could be read in two ways, or that leads nowhere, means that the document is not the one that was
 * updated.
 */
final class DocumentUpdate {

  /** The update cannot be applied exactly. */
  static final class NotApplicable extends Exception {

    private static final long serialVersionUID = 1;

    NotApplicable(String message) {
      super(message);
    }
  }

  /** MongoDB's documents have 16 MB, and an element has more than 2 bytes. */
  private static final int LONGEST_ARRAY = 8 * 1024 * 1024;

  private final BsonDocument before;
  private final BsonDocument description;

  private DocumentUpdate(BsonDocument before, BsonDocument description) {
    this.before = before;
    this.description = description;
  }

  /**
   * Returns a new document.
   *
   * @param description the {@code updateDescription} of a change
   */
  static BsonDocument apply(BsonDocument before, BsonDocument description) throws NotApplicable {
    return new DocumentUpdate(before, description).applied();
  }

  private BsonDocument applied() throws NotApplicable {
    BsonDocument result = before.clone();
    for (BsonValue each : description.getArray("truncatedArrays", new BsonArray())) {
      BsonDocument truncated = each.asDocument();
      List<String> path = path(truncated.getString("field").getValue());
      BsonValue array = child(parent(result, path), path.get(path.size() - 1));
      int size = truncated.getNumber("newSize").intValue();
      if (array == null || !array.isArray() || array.asArray().size() < size) {
        throw new NotApplicable("what is truncated is no such array");
      }
      array.asArray().subList(size, array.asArray().size()).clear();
    }
    for (BsonValue each : description.getArray("removedFields", new BsonArray())) {
      List<String> path = path(each.asString().getValue());
      BsonValue parent = parent(result, path);
      if (!parent.isDocument()) {
        // what $unset leaves in an array is reported as an updated null
        throw new NotApplicable("an element is removed, and no field");
      }
      parent.asDocument().remove(path.get(path.size() - 1));
    }
    for (Map.Entry<String, BsonValue> each :
        description.getDocument("updatedFields", new BsonDocument()).entrySet()) {
      List<String> path = path(each.getKey());
      set(parent(result, path), path.get(path.size() - 1), each.getValue());
    }
    return result;
  }

  private List<String> path(String path) throws NotApplicable {
    BsonValue told = description.getDocument("disambiguatedPaths", new BsonDocument()).get(path);
    if (told != null) {
      return told.asArray().stream().map(DocumentUpdate::name).toList();
    }
    List<String> names = List.of(path.split("\\.", -1));
    BsonValue parent = before;
    for (int i = 0; i < names.size() - 1 && parent != null; i++) {
      String rest = String.join(".", names.subList(i, names.size())) + ".";
      if (parent.isDocument()
          && parent.asDocument().keySet().stream()
              .anyMatch(name -> name.contains(".") && rest.startsWith(name + "."))) {
        throw new NotApplicable("the path " + path + " can be read in two ways");
      }
      parent = child(parent, names.get(i));
    }
    return names;
  }

  private static String name(BsonValue part) {
    return part.isString() ? part.asString().getValue() : "" + part.asNumber().intValue();
  }

  private static BsonValue parent(BsonDocument document, List<String> path) throws NotApplicable {
    BsonValue parent = document;
    for (String name : path.subList(0, path.size() - 1)) {
      parent = child(parent, name);
    }
    if (parent == null || !parent.isDocument() && !parent.isArray()) {
      throw new NotApplicable("the path " + String.join(".", path) + " leads nowhere");
    }
    return parent;
  }

  /** Null if there is none. */
  private static BsonValue child(BsonValue parent, String name) throws NotApplicable {
    if (parent != null && parent.isDocument()) {
      return parent.asDocument().get(name);
    }
    if (parent != null && parent.isArray()) {
      int index = index(name);
      return index < parent.asArray().size() ? parent.asArray().get(index) : null;
    }
    return null;
  }

  private static void set(BsonValue parent, String name, BsonValue value) throws NotApplicable {
    if (parent.isDocument()) {
      parent.asDocument().put(name, value);
      return;
    }
    int index = index(name);
    List<BsonValue> array = parent.asArray();
    List<BsonValue> nulls = new ArrayList<>();
    for (int i = array.size(); i <= index; i++) {
      // as MongoDB fills them
      nulls.add(BsonNull.VALUE);
    }
    array.addAll(nulls);
    array.set(index, value);
  }

  private static int index(String name) throws NotApplicable {
    if (!name.matches("0|[1-9][0-9]{0,6}") || Integer.parseInt(name) > LONGEST_ARRAY) {
      throw new NotApplicable(name + " is no index");
    }
    return Integer.parseInt(name);
  }
}
