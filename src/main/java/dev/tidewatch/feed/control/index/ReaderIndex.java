package dev.tidewatch.feed.control.index;

import dev.tidewatch.query.FieldValues;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Readers, listed under terms of their interests. A reader is listed under the clause that fewest
 * others are listed under: of {@code {"kind": "order", "customer": 17}}, under the customer if most
 * readers want orders.
 *
 * <p>One thread. Bound: {@link #MOST_PATHS} fields, because all of them are looked for in every
 * change.
 *
 * @param <R> a reader
 */
public final class ReaderIndex<R> {

  /** The most fields that readers are listed under. */
  static final int MOST_PATHS = 32;

  // one listing, or a set of several
  private final Map<Long, Object> listings = new HashMap<>();
  private final Map<String, Field> fields = new HashMap<>();
  private int restricted;
  private int needingImages;
  // null if it has changed
  private LookedFor lookedFor;

  /** A field, and how many listings are under it. */
  private static final class Field {

    private final FieldValues values;
    private int count;

    Field(String path) {
      values = new FieldValues(path);
    }
  }

  /**
   * A reader and where it is listed.
   *
   * @param <R> a reader
   */
  public static final class Listing<R> {

    private final R reader;
    private final Clause clause;
    private final boolean restricted;
    private final boolean needsImages;

    private Listing(R reader, Clause clause, Interest interest) {
      this.reader = reader;
      this.clause = clause;
      this.restricted = interest.isRestricted();
      this.needsImages = interest.needsImages();
    }
  }

  /** Lists a reader. Returns null if there is no room for the fields of its interest. */
  public Listing<R> add(R reader, Interest interest) {
    Clause best = null;
    int fewest = Integer.MAX_VALUE;
    for (Clause clause : interest.clauses()) {
      int others = others(clause);
      if (others < fewest && hasRoom(clause.paths())) {
        best = clause;
        fewest = others;
      }
    }
    if (best == null) {
      return null;
    }
    Listing<R> listing = new Listing<>(reader, best, interest);
    for (long term : best.terms()) {
      listings.merge(term, listing, ReaderIndex::join);
    }
    best.paths().forEach(path -> fields.computeIfAbsent(path, Field::new).count++);
    count(listing, 1);
    return listing;
  }

  private int others(Clause clause) {
    int others = 0;
    for (long term : clause.terms()) {
      Object at = listings.get(term);
      others += at == null ? 0 : at instanceof Set<?> several ? several.size() : 1;
    }
    return others;
  }

  private boolean hasRoom(Collection<String> paths) {
    return fields.size() + paths.stream().filter(path -> !fields.containsKey(path)).count()
        <= MOST_PATHS;
  }

  @SuppressWarnings("unchecked")
  private static Object join(Object there, Object more) {
    if (there instanceof Set<?> several) {
      ((Set<Object>) several).add(more);
      return several;
    }
    Set<Object> both = new LinkedHashSet<>();
    both.add(there);
    both.add(more);
    return both;
  }

  /** Removes a reader that is listed. */
  public void remove(Listing<R> listing) {
    for (long term : listing.clause.terms()) {
      listings.computeIfPresent(
          term,
          (t, there) -> {
            if (there instanceof Set<?> several) {
              several.remove(listing);
              return several.isEmpty() ? null : several;
            }
            return null;
          });
    }
    for (String path : listing.clause.paths()) {
      fields.computeIfPresent(path, (p, field) -> --field.count == 0 ? null : field);
    }
    count(listing, -1);
  }

  private void count(Listing<R> listing, int more) {
    restricted += listing.restricted ? more : 0;
    needingImages += listing.needsImages ? more : 0;
    lookedFor = null;
  }

  /** Whether nobody is listed, and nothing is kept. */
  boolean isEmpty() {
    return listings.isEmpty() && fields.isEmpty() && restricted == 0 && needingImages == 0;
  }

  /** What {@link EntryTerms} have to hold for {@link #find}. */
  public LookedFor lookedFor() {
    if (lookedFor == null) {
      List<FieldValues> values = fields.values().stream().map(field -> field.values).toList();
      lookedFor = new LookedFor(values, restricted > 0);
    }
    return lookedFor;
  }

  /** Visits every reader that an entry may concern, some more than once. */
  public void find(EntryTerms entry, Consumer<R> found) {
    if (entry.all()) {
      listings.values().forEach(at -> visit(at, false, found));
      return;
    }
    for (long term : entry.terms()) {
      visit(listings.get(term), false, found);
    }
    if (entry.lacksImage() && needingImages > 0) {
      listings.values().forEach(at -> visit(at, true, found));
    }
  }

  private void visit(Object at, boolean needingImagesAlone, Consumer<R> found) {
    if (at instanceof Set<?> several) {
      several.forEach(one -> visitOne(one, needingImagesAlone, found));
    } else if (at != null) {
      visitOne(at, needingImagesAlone, found);
    }
  }

  @SuppressWarnings("unchecked")
  private void visitOne(Object one, boolean needingImagesAlone, Consumer<R> found) {
    Listing<R> listing = (Listing<R>) one;
    if (listing.needsImages || !needingImagesAlone) {
      found.accept(listing.reader);
    }
  }
}
