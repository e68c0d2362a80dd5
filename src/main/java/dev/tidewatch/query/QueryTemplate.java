package dev.tidewatch.query;

import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * A query in which a string may stand for what is known of a caller: {@code "@caller.name"}, {@code
 * "@caller.roles"} or {@code "@caller.claims.NAME"}, where NAME may hold dots. A string that begins
 * with {@code @@} means itself, without the first of them.
 *
 * <p>They stand for values only, never for operators or names of fields: nothing that a token says
 * can change what a query asks. A list can stand only for the list of {@code $in}, {@code $nin} and
 * {@code $all}.
 *
 * <p>Immutable and thread-safe.
 */
public final class QueryTemplate {

  private static final BsonValue SAMPLE = new BsonString("sample");

  private final BsonDocument document;
  private final boolean constant;
  private final Query sample;

  private QueryTemplate(BsonDocument document, boolean constant, Query sample) {
    this.document = document;
    this.constant = constant;
    this.sample = sample;
  }

  /**
   * Reads a template.
   *
   * @throws InvalidQueryException as {@link Query#parse}, or if a string that begins with {@code @}
   *     is unknown or stands where its value cannot
   */
  public static QueryTemplate parse(BsonDocument document) {
    // a copy, because a document can be changed
    BsonDocument copy =
        new RawBsonDocument(QueryLimits.encode(document)).decode(new BsonDocumentCodec());
    Substitution substitution = new Substitution(QueryTemplate::sample);
    Query sample = Query.parse(substitution.in(copy));
    return new QueryTemplate(copy, !substitution.hasFoundAny(), sample);
  }

  private static BsonValue sample(Placeholder placeholder, boolean list) {
    BsonArray samples = new BsonArray();
    samples.add(SAMPLE);
    return list ? samples : SAMPLE;
  }

  /**
   * The query for one caller. It is {@link Query#NONE} if any value is missing, empty, or not what
   * the query needs at its place, wherever it stands: also where a condition that is false would
   * make the query true, as within {@code $nor}.
   *
   * @param values the value of a placeholder, by its text without the {@code @}; null if there is
   *     none. Only strings, finite numbers, booleans, and arrays of these can be used
   */
  public Query bind(Function<String, BsonValue> values) {
    if (constant) {
      return sample;
    }
    Substitution substitution =
        new Substitution(
            (placeholder, list) -> {
              BsonValue value = values.apply(placeholder.name());
              return Placeholder.canStand(value, list) ? value : null;
            });
    BsonDocument bound = substitution.in(document);
    if (substitution.isIncomplete()) {
      return Query.NONE;
    }
    try {
      return Query.parse(bound);
    } catch (InvalidQueryException e) {
      // with its values it is larger than a query may be
      return Query.NONE;
    }
  }

  /** Whether no field but {@code _id}, or a field within it, decides, whatever the values. */
  public boolean isOnIdAlone() {
    return sample.isOnIdAlone();
  }
}
