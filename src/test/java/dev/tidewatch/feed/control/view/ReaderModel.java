package dev.tidewatch.feed.control.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * What a client makes of the changes that it gets: the documents of each namespace, by {@code _id}.
 */
public final class ReaderModel {

  private final Map<String, Map<BsonValue, BsonDocument>> collections = new TreeMap<>();

  /** The documents of a namespace; may be changed. */
  public Map<BsonValue, BsonDocument> documents(String namespace) {
    return collections.computeIfAbsent(
        namespace, ns -> new TreeMap<>((a, b) -> a.toString().compareTo(b.toString())));
  }

  /** Takes a change. */
  public void take(BsonDocument change) {
    if (change.containsKey("reset")) {
      reset(change);
      return;
    }
    Map<BsonValue, BsonDocument> documents = documents(namespace(change.getDocument("ns")));
    BsonValue id = change.getDocument("documentKey").get("_id");
    if (change.containsKey("leave") || isOf(change, "delete")) {
      documents.remove(id);
    } else if (change.containsKey("enter") || !isOf(change, "update")) {
      documents.put(id, change.getDocument("fullDocument").clone());
    } else {
      BsonDocument document = documents.get(id);
      if (document == null) {
        throw new AssertionError("an update of what never entered: " + change.toJson());
      }
      update(document, change.getDocument("updateDescription"));
    }
  }

  private static boolean isOf(BsonDocument change, String operation) {
    return change.getString("operationType").getValue().equals(operation);
  }

  private void reset(BsonDocument change) {
    for (String field : new String[] {"ns", "to"}) {
      if (change.containsKey(field)) {
        String namespace = namespace(change.getDocument(field));
        collections.keySet().removeIf(ns -> ns.equals(namespace) || ns.startsWith(namespace + "."));
      }
    }
  }

  private static String namespace(BsonDocument ns) {
    return ns.getString("db").getValue()
        + (ns.containsKey("coll") ? "." + ns.getString("coll").getValue() : "");
  }

  private static void update(BsonDocument document, BsonDocument description) {
    BsonDocument told = description.getDocument("disambiguatedPaths", new BsonDocument());
    for (BsonValue array : description.getArray("truncatedArrays", new BsonArray())) {
      BsonDocument truncated = array.asDocument();
      BsonArray values =
          at(document, parts(truncated.getString("field").getValue(), told)).asArray();
      int size = truncated.getInt32("newSize").getValue();
      while (values.size() > size) {
        values.remove(values.size() - 1);
      }
    }
    for (BsonValue field : description.getArray("removedFields", new BsonArray())) {
      List<String> parts = parts(field.asString().getValue(), told);
      BsonValue parent = at(document, parts.subList(0, parts.size() - 1));
      parent.asDocument().remove(parts.get(parts.size() - 1));
    }
    description
        .getDocument("updatedFields")
        .forEach((path, value) -> set(document, parts(path, told), value));
  }

  private static List<String> parts(String path, BsonDocument told) {
    if (!told.containsKey(path)) {
      return List.of(path.split("\\.", -1));
    }
    List<String> parts = new ArrayList<>();
    told.getArray(path)
        .forEach(
            part ->
                parts.add(
                    part.isString()
                        ? part.asString().getValue()
                        : String.valueOf(part.asInt32().getValue())));
    return parts;
  }

  private static BsonValue at(BsonValue value, List<String> parts) {
    BsonValue at = value;
    for (String part : parts) {
      at = at.isArray() ? at.asArray().get(Integer.parseInt(part)) : at.asDocument().get(part);
    }
    return at;
  }

  private static void set(BsonDocument document, List<String> parts, BsonValue value) {
    BsonValue parent = document;
    for (String part : parts.subList(0, parts.size() - 1)) {
      if (parent.isArray()) {
        parent = parent.asArray().get(Integer.parseInt(part));
      } else {
        // a parent of which nothing was visible
        parent = parent.asDocument().computeIfAbsent(part, name -> new BsonDocument());
      }
    }
    String last = parts.get(parts.size() - 1);
    if (parent.isArray()) {
      BsonArray array = parent.asArray();
      int index = Integer.parseInt(last);
      while (array.size() <= index) {
        array.add(BsonNull.VALUE);
      }
      array.set(index, value);
    } else {
      parent.asDocument().put(last, value);
    }
  }
}
