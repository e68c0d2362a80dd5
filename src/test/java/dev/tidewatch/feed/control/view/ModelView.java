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

  private record Part(Query rows, List<String> paths) {}

  private ModelView(List<Part> parts) {
    this.parts = parts;
  }

  /** One to three grants. */
  public static ModelView random(Random random) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      List<String> paths = new ArrayList<>();
      for (int k = 0; k < 1 + random.nextInt(4); k++) {
        paths.add(PATHS[random.nextInt(PATHS.length)]);
      }
      String rows = ROWS[random.nextInt(ROWS.length)];
      parts.add(new Part(Query.parse(BsonDocument.parse(rows)), paths));
    }
    return new ModelView(parts);
  }

  /** One grant. */
  public static ModelView of(String rows, String... paths) {
    return new ModelView(List.of(new Part(Query.parse(BsonDocument.parse(rows)), List.of(paths))));
  }

  /** The view itself. */
  public View view() {
    return View.of(parts.stream().map(p -> new Grant(p.rows(), FieldMask.of(p.paths()))).toList());
  }

  /** What it shows of a document; null if nothing. */
  public BsonDocument visible(BsonDocument document) {
    Set<String> paths = new HashSet<>();
    boolean matches = false;
    for (Part grant : parts) {
      if (grant.rows().matches(document)) {
        matches = true;
        paths.addAll(grant.paths());
      }
    }
    return matches ? Projection.of(document, paths) : null;
  }

  @Override
  public String toString() {
    return parts.toString();
  }
}
