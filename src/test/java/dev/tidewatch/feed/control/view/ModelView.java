package dev.tidewatch.feed.control.view;

import dev.tidewatch.query.Query;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.bson.BsonDocument;

/** A view of which a test knows by itself what it shows. */
public final class ModelView {

  private static final String[] PATHS = {
    "a", "a.b", "a.b.c", "a.c", "b", "b.a", "b.c.n", "c", "n", "owner", "a.0", "c.0.b"
  };
  private static final String[] ROWS = {
    "{}",
    "{owner: 'ann'}",
    "{owner: {$in: ['ann', 'bob']}}",
    "{n: {$gt: 4}}",
    "{'a.n': {$lt: 5}}",
    "{'b.c': {$exists: true}}",
    "{_id: {$gte: 'I5'}}",
    "{$or: [{owner: 'eve'}, {n: 3}]}"
  };

  private final List<Part> parts;
  private final Query where;

  /** A grant; without paths, of all fields. */
  private record Part(Query rows, List<String> paths) {

    FieldMask fields() {
      return paths.isEmpty() ? FieldMask.ALL : FieldMask.of(paths);
    }
  }

  private ModelView(List<Part> parts, Query where) {
    this.parts = parts;
    this.where = where;
  }

  /** One to three grants, or everything; half of them narrowed by a query. */
  public static ModelView random(Random random) {
    List<Part> parts = new ArrayList<>();
    Query where = random.nextBoolean() ? Query.ALL : query(ROWS[random.nextInt(ROWS.length)]);
    if (random.nextInt(5) == 0 && !where.equals(Query.ALL)) {
      return new ModelView(List.of(new Part(Query.ALL, List.of())), where);
    }
    for (int i = 0; i <= random.nextInt(3); i++) {
      List<String> paths = new ArrayList<>();
      for (int k = 0; k < 1 + random.nextInt(4); k++) {
        paths.add(PATHS[random.nextInt(PATHS.length)]);
      }
      parts.add(new Part(query(ROWS[random.nextInt(ROWS.length)]), paths));
    }
    return new ModelView(parts, where);
  }

  private static Query query(String json) {
    return Query.parse(BsonDocument.parse(json));
  }

  /** One grant. */
  public static ModelView of(String rows, String... paths) {
    return new ModelView(List.of(new Part(query(rows), List.of(paths))), Query.ALL);
  }

  /** The view itself. */
  public View view() {
    return View.of(parts.stream().map(p -> new Grant(p.rows(), p.fields())).toList()).narrow(where);
  }

  /** Whether every field of every document may be seen. */
  public boolean isWhole() {
    return parts.stream().anyMatch(p -> p.rows().equals(Query.ALL) && p.paths().isEmpty());
  }

  /** What it shows of a document; null if nothing. */
  public BsonDocument visible(BsonDocument document) {
    Set<String> paths = new HashSet<>();
    boolean matches = false;
    boolean whole = false;
    for (Part grant : parts) {
      if (grant.rows().matches(document)) {
        matches = true;
        whole |= grant.paths().isEmpty();
        paths.addAll(grant.paths());
      }
    }
    BsonDocument shown = whole ? document : Projection.of(document, paths);
    return matches && where.matches(shown) ? shown : null;
  }

  @Override
  public String toString() {
    return parts + " where " + where.toBson();
  }
}
