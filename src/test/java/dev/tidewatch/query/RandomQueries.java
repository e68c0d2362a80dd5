package dev.tidewatch.query;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Random queries, most of them about a path and a value that some document has. A few are invalid.
 */
public final class RandomQueries {

  private static final BsonValue[] TYPES = {
    new BsonString("number"),
    new BsonString("array"),
    new BsonString("object"),
    new BsonString("null"),
    new BsonString("string"),
    new BsonInt32(6),
    new BsonInt32(-1),
    new BsonInt32(127),
    new BsonDouble(16),
    new BsonInt32(0),
    new BsonInt32(20),
    new BsonDouble(1.5),
    new BsonString("text")
  };

  private final RandomValues values;
  private final List<? extends BsonDocument> documents;

  /** Queries about these documents, of which there is at least one. */
  public RandomQueries(RandomValues values, List<? extends BsonDocument> documents) {
    this.values = values;
    this.documents = documents;
  }

  /** A query. */
  public BsonDocument next() {
    BsonDocument about = documents.get(values.below(documents.size()));
    return query(about, 3);
  }

  private BsonDocument query(BsonDocument about, int levels) {
    BsonDocument query = new BsonDocument();
    int size = values.oneIn(3) ? 2 : 1;
    for (int i = 0; i < size; i++) {
      if (levels > 0 && values.oneIn(4)) {
        query.append(values.pick("$and", "$or", "$nor"), list(about, levels - 1));
      } else {
        Target target = target(about);
        query.append(target.path(), condition(target.value(), levels));
      }
    }
    return query;
  }

  private BsonArray list(BsonDocument about, int levels) {
    BsonArray list = new BsonArray();
    int size = values.oneIn(100) ? 0 : 1 + values.below(3);
    for (int i = 0; i < size; i++) {
      list.add(query(about, levels));
    }
    return list;
  }

  /** A path, and a value that is there, or that may be. */
  private record Target(String path, BsonValue value) {}

  /** Walks into the document, through arrays with their index or without. */
  private Target target(BsonDocument about) {
    List<String> parts = new ArrayList<>();
    BsonValue at = about;
    while (parts.isEmpty() || !values.oneIn(3)) {
      if (at.isArray() && !at.asArray().isEmpty()) {
        int index = values.below(at.asArray().size());
        if (values.oneIn(2) || parts.isEmpty()) {
          parts.add(String.valueOf(index));
        }
        at = at.asArray().get(index);
      } else if (at.isDocument() && !at.asDocument().isEmpty()) {
        List<String> names = List.copyOf(at.asDocument().keySet());
        String name = names.get(values.below(names.size()));
        parts.add(name);
        at = at.asDocument().get(name);
      } else {
        parts.add(values.name());
        at = BsonNull.VALUE;
        break;
      }
    }
    if (values.oneIn(12)) {
      parts.add(values.name());
    }
    if (values.oneIn(500)) {
      parts.add("");
    }
    return new Target(String.join(".", parts), at);
  }

  /** What a query asks of a field that has a value. */
  private BsonValue condition(BsonValue value, int levels) {
    if (values.oneIn(4)) {
      return operand(value);
    }
    return operators(value, levels);
  }

  private BsonDocument operators(BsonValue value, int levels) {
    BsonDocument operators = new BsonDocument();
    int size = values.oneIn(4) ? 2 : 1;
    for (int i = 0; i < size; i++) {
      add(operators, value, levels);
    }
    if (values.oneIn(300)) {
      operators.append("a", new BsonInt32(1));
    }
    return operators;
  }

  private void add(BsonDocument operators, BsonValue value, int levels) {
    switch (values.below(levels > 0 ? 17 : 13)) {
      case 0 -> operators.append("$eq", operand(value));
      case 1, 2 -> operators.append("$ne", operand(value));
      case 3 -> operators.append("$gt", operand(value));
      case 4 -> operators.append("$gte", operand(value));
      case 5 -> operators.append("$lt", operand(value));
      case 6 -> operators.append("$lte", operand(value));
      case 7 -> operators.append("$in", operands(value));
      case 8 -> operators.append("$nin", operands(value));
      case 9 -> operators.append("$exists", exists());
      case 10 -> operators.append("$type", type());
      case 11 -> operators.append("$size", size(value));
      case 12 -> operators.append("$all", operands(value));
      case 13 -> operators.append("$all", elementMatches(value, levels - 1));
      case 14 -> operators.append("$not", operators(value, levels - 1));
      default -> operators.append("$elemMatch", elementMatch(value, levels - 1));
    }
  }

  /** The value, an element of it, or any other. */
  private BsonValue operand(BsonValue value) {
    if (values.oneIn(3)) {
      return values.oneIn(2) ? values.value(2) : values.like(value);
    }
    return value.isArray() && !values.oneIn(3) ? element(value) : value;
  }

  private BsonValue element(BsonValue value) {
    return value.isArray() && !value.asArray().isEmpty()
        ? value.asArray().get(values.below(value.asArray().size()))
        : value;
  }

  private BsonValue operands(BsonValue value) {
    if (values.oneIn(200)) {
      return operand(value);
    }
    BsonArray operands = new BsonArray();
    int size = values.below(4);
    for (int i = 0; i < size; i++) {
      operands.add(operand(value));
    }
    return operands;
  }

  private BsonValue exists() {
    return values.oneIn(5) ? values.value(0) : BsonBoolean.valueOf(values.oneIn(2));
  }

  private BsonValue type() {
    if (!values.oneIn(4)) {
      return values.pick(TYPES);
    }
    BsonArray types = new BsonArray();
    int size = values.below(3);
    for (int i = 0; i < size; i++) {
      types.add(values.pick(TYPES));
    }
    return types;
  }

  private BsonValue size(BsonValue value) {
    if (values.oneIn(8)) {
      return values.value(0);
    }
    int size = value.isArray() ? value.asArray().size() : values.below(3);
    return values.oneIn(3) ? new BsonDouble(size) : new BsonInt32(size);
  }

  private BsonArray elementMatches(BsonValue value, int levels) {
    BsonArray matches = new BsonArray();
    int size = 1 + values.below(2);
    for (int i = 0; i < size; i++) {
      matches.add(
          values.oneIn(50)
              ? operand(value)
              : new BsonDocument("$elemMatch", elementMatch(value, levels)));
    }
    return matches;
  }

  private BsonDocument elementMatch(BsonValue value, int levels) {
    BsonValue element = element(value);
    if (element.isDocument() && !values.oneIn(5)) {
      return query(element.asDocument(), levels);
    }
    if (element.isArray() && values.oneIn(2)) {
      return query(asDocument(element.asArray()), levels);
    }
    return values.oneIn(20) ? new BsonDocument() : operators(element, levels);
  }

  private static BsonDocument asDocument(BsonArray array) {
    BsonDocument document = new BsonDocument();
    array.forEach(value -> document.append(String.valueOf(document.size()), value));
    return document;
  }
}
