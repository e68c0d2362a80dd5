package dev.tidewatch.query;

import dev.tidewatch.query.value.BsonTypes;
import dev.tidewatch.query.value.RawValue;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/**
 * A query that documents match or do not match, as in MongoDB's {@code find}: the same documents in
 * the same language, of which it takes the operators that docs/queries.md lists.
 *
 * <p>Queries are equal if they are written alike, byte for byte. Immutable and thread-safe.
 */
public final class Query {

  /** Matches every document. */
  public static final Query ALL = parse(new BsonDocument());

  /** Matches no document. */
  public static final Query NONE =
      parse(new BsonDocument("$nor", new BsonArray(Collections.singletonList(new BsonDocument()))));

  private static final String ID = "_id";

  private final byte[] bson;
  private final Condition condition;
  private final Set<String> paths;
  private final boolean onIdAlone;
  private final int hash;

  private Query(byte[] bson, Condition condition) {
    this.bson = bson;
    this.condition = condition;
    Set<String> found = new TreeSet<>();
    condition.addPaths("", found);
    paths = Collections.unmodifiableSet(found);
    onIdAlone = paths.stream().allMatch(path -> path.equals(ID) || path.startsWith(ID + "."));
    hash = Arrays.hashCode(bson);
  }

  /**
   * Reads a query.
   *
   * @throws InvalidQueryException if it holds an operator that is not part of the language, if
   *     MongoDB would refuse it, or if it exceeds a limit of {@link QueryLimits}
   */
  public static Query parse(BsonDocument document) {
    byte[] bson = QueryLimits.encode(document);
    RawValue root = new RawValue(bson, BsonTypes.DOCUMENT, 0);
    return new Query(bson, new QueryParser().parse(root));
  }

  /**
   * Whether a document matches. Reads only the fields that the query names if the document is raw;
   * encodes it otherwise. A document whose bytes are not BSON does not match, whatever the query.
   */
  public boolean matches(BsonDocument document) {
    if (this == ALL) {
      return true;
    }
    try {
      return condition.matches(RawValue.of(document));
    } catch (IndexOutOfBoundsException e) {
      return false;
    }
  }

  /**
   * The dotted paths of the fields that decide, sorted; those within {@code $elemMatch} behind the
   * path of their array. A part that is a number may be an index or a name.
   */
  public Set<String> paths() {
    return paths;
  }

  /** Whether no field but {@code _id}, or a field within it, decides. */
  public boolean isOnIdAlone() {
    return onIdAlone;
  }

  /**
   * What every document that matches has: of each set, at least one equality. Without any if that
   * cannot be said. No document matches if a set is empty.
   */
  public List<Set<Equality>> equalities() {
    return ImpliedEqualities.of(condition);
  }

  /** As above, for documents that match any of several queries. */
  public static List<Set<Equality>> equalitiesOfAny(Collection<Query> queries) {
    return queries.size() == 1
        ? queries.iterator().next().equalities()
        : ImpliedEqualities.ofAny(queries.stream().map(Query::equalities).toList());
  }

  /** The query as it was written. */
  public BsonDocument toBson() {
    return new RawBsonDocument(bson.clone());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Query query && Arrays.equals(bson, query.bson);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** The paths alone, because a value may be a secret. */
  @Override
  public String toString() {
    return "Query" + paths;
  }
}
