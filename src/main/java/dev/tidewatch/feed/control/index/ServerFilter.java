package dev.tidewatch.feed.control.index;

import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.query.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The changes that MongoDB sends for a reader when its history is read: at least those that it is
 * sent, for the exact decision is made here, by its view and its filter. Events that are not of one
 * document pass, and so do changes without an image that the view needs, because they are a gap.
 *
 * <p>It means the events as MongoDB makes them, so it may not be used for a feed whose pipeline
 * alters them. A document that has a field twice, as no driver writes it, passes only if MongoDB
 * finds it by the same query.
 *
 * <p>Equal filters share reads. Immutable and thread-safe.
 */
public final class ServerFilter {

  private static final String OPERATION = "operationType";
  private static final String AFTER = "fullDocument";
  private static final String BEFORE = "fullDocumentBeforeChange";
  private static final String UPDATE = "updateDescription";

  private static final BsonDocument NOT_OF_ONE_DOCUMENT =
      document(OPERATION, document("$nin", strings(EntryTerms.OF_ONE_DOCUMENT)));

  /** An image is null if it is not available, and missing if the feed does not ask for it. */
  private static final BsonDocument LACKS_IMAGE =
      anyOf(
          List.of(
              document(OPERATION, document("$in", strings(Set.of("update", "replace", "delete"))))
                  .append(BEFORE, BsonNull.VALUE),
              document(OPERATION, document("$in", strings(Set.of("insert", "update", "replace"))))
                  .append(AFTER, BsonNull.VALUE)));

  private final BsonDocument match;
  private final int hash;

  private ServerFilter(BsonDocument match) {
    this.match = match;
    this.hash = match.hashCode();
  }

  /** The filter for a reader; null if MongoDB has to send everything. */
  public static ServerFilter of(ChangeFilter filter, View view) {
    List<BsonDocument> conditions = new ArrayList<>();
    // a change that cannot be decided is a gap, which passes the reader's filter
    if (!view.isRestricted() || view.needsImages()) {
      conditions.addAll(conditions(filter, view));
    }
    Query asked = view.asked();
    if (!asked.equals(Query.ALL) && asked.paths().stream().noneMatch(ServerFilter::hasEmptyPart)) {
      conditions.add(condition(asked));
    }
    if (conditions.isEmpty()) {
      return null;
    }
    List<BsonDocument> passing = new ArrayList<>(List.of(NOT_OF_ONE_DOCUMENT));
    if (view.needsImages()) {
      passing.add(LACKS_IMAGE);
    }
    passing.add(
        conditions.size() == 1
            ? conditions.get(0)
            : new BsonDocument("$and", new BsonArray(conditions)));
    return new ServerFilter(anyOf(passing));
  }

  private static List<BsonDocument> conditions(ChangeFilter filter, View view) {
    List<BsonDocument> conditions = new ArrayList<>();
    if (!filter.operations().isEmpty()) {
      Set<String> operations = new TreeSet<>(Interest.operations(filter, view));
      operations.retainAll(EntryTerms.OF_ONE_DOCUMENT);
      if (!operations.equals(EntryTerms.OF_ONE_DOCUMENT)) {
        conditions.add(document(OPERATION, document("$in", strings(operations))));
      }
    }
    if (!filter.namespaces().isEmpty()) {
      conditions.add(
          anyOf(new TreeSet<>(filter.namespaces()).stream().map(ServerFilter::namespace).toList()));
    }
    if (!filter.keys().isEmpty()) {
      BsonArray keys =
          filter.keys().stream()
              // a number that BSON cannot hold is no document's
              .flatMap(key -> key.toBson().stream())
              .sorted((a, b) -> a.toString().compareTo(b.toString()))
              .collect(Collectors.toCollection(BsonArray::new));
      conditions.add(document("documentKey._id", document("$in", keys)));
    }
    return conditions;
  }

  private static BsonDocument namespace(String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? document("ns.db", new BsonString(name))
        : document("ns.db", new BsonString(name.substring(0, dot)))
            .append("ns.coll", new BsonString(name.substring(dot + 1)));
  }

  private static BsonDocument condition(Query asked) {
    if (asked.isOnIdAlone()) {
      return within("documentKey", asked.toBson());
    }
    return anyOf(
        List.of(within(BEFORE, asked.toBson()), within(AFTER, asked.toBson()), touching(asked)));
  }

  /** A query on documents as one on events that hold the document in a field. */
  private static BsonDocument within(String field, BsonDocument query) {
    BsonDocument prefixed = new BsonDocument();
    query.forEach(
        (name, value) -> {
          if (name.startsWith("$")) {
            prefixed.put(
                name,
                value.asArray().stream()
                    .map(part -> within(field, part.asDocument()))
                    .collect(Collectors.toCollection(BsonArray::new)));
          } else {
            prefixed.put(field + "." + name, value);
          }
        });
    return prefixed;
  }

  /**
   * Updates of a field that the query names. MongoDB 7.0 may leave its former value in the
   * post-image, beside the new one, and then finds the document by the former alone.
   */
  private static BsonDocument touching(Query asked) {
    Set<String> fields =
        asked.paths().stream()
            .map(path -> path.split("\\.", 2)[0])
            .collect(Collectors.toCollection(TreeSet::new));
    BsonValue updated =
        keys(document("$objectToArray", orElse(UPDATE + ".updatedFields", new BsonDocument())));
    BsonValue removed = orElse(UPDATE + ".removedFields", new BsonArray());
    BsonValue truncated =
        document(
            "$map",
            document("input", orElse(UPDATE + ".truncatedArrays", new BsonArray()))
                .append("in", new BsonString("$$this.field")));
    BsonDocument first =
        document(
            "$arrayElemAt",
            new BsonArray(
                List.of(
                    document("$split", array(new BsonString("$$this"), new BsonString("."))),
                    new BsonInt32(0))));
    BsonDocument isNamed = document("$in", array(first, document("$literal", strings(fields))));
    BsonDocument touches =
        document(
            "$anyElementTrue",
            array(
                document(
                    "$map",
                    document("input", document("$concatArrays", array(updated, removed, truncated)))
                        .append("in", isNamed))));
    return document(OPERATION, new BsonString("update")).append("$expr", touches);
  }

  private static BsonDocument keys(BsonValue pairs) {
    return document("$map", document("input", pairs).append("in", new BsonString("$$this.k")));
  }

  private static BsonDocument orElse(String field, BsonValue other) {
    return document("$ifNull", array(new BsonString("$" + field), other));
  }

  private static boolean hasEmptyPart(String path) {
    return Stream.of(path.split("\\.", -1)).anyMatch(String::isEmpty);
  }

  private static BsonDocument anyOf(List<BsonDocument> conditions) {
    return conditions.size() == 1
        ? conditions.get(0)
        : new BsonDocument("$or", new BsonArray(conditions));
  }

  /** A condition on a field, or an operator with its operand. */
  private static BsonDocument document(String name, BsonValue value) {
    return new BsonDocument(name, value);
  }

  private static BsonArray array(BsonValue... values) {
    return new BsonArray(List.of(values));
  }

  private static BsonArray strings(Set<String> values) {
    return values.stream()
        .sorted()
        .map(BsonString::new)
        .collect(Collectors.toCollection(BsonArray::new));
  }

  /** The query on events, for a {@code $match} stage. */
  public BsonDocument match() {
    return match.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ServerFilter filter
        && hash == filter.hash
        && match.equals(filter.match);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Without its values, which may be secrets. */
  @Override
  public String toString() {
    return "ServerFilter";
  }
}
