package dev.tidewatch.feed.entity;

import java.util.Optional;
import java.util.Set;

/**
 * A watched namespace: a collection, a database or every database.
 *
 * @param database null for every database
 * @param collection null for every collection; may hold dots
 */
public record Namespace(String database, String collection) {

  /** Every database of a deployment. */
  public static final Namespace DEPLOYMENT = new Namespace(null, null);

  private static final String ALL = "*";

  private static final Set<String> SERVERS_OWN = Set.of("admin", "config", "local");

  /**
   * Parses {@code db.coll}, {@code db.*} or {@code *}; the first dot separates. Throws
   * IllegalArgumentException for anything else.
   */
  public static Namespace parse(String text) {
    if (text.equals(ALL)) {
      return DEPLOYMENT;
    }
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException("Invalid ns \"" + text + "\", must contain a \".\"");
    }
    if (dot == 0 || dot == text.length() - 1) {
      throw new IllegalArgumentException(
          "Invalid ns \"" + text + "\", must have a name on both sides of the \".\"");
    }
    String collection = text.substring(dot + 1);
    return new Namespace(text.substring(0, dot), collection.equals(ALL) ? null : collection);
  }

  /**
   * The one collection of this namespace that some names mean.
   *
   * @param names {@code db.coll}; may be empty if this is a collection
   * @return empty if they mean none or several, one outside of this namespace, or one of the
   *     server's own, of which a change stream shows nothing
   */
  public Optional<Namespace> one(Set<String> names) {
    if (names.isEmpty()) {
      return Optional.of(this).filter(Namespace::isWatchedCollection);
    }
    String name = names.iterator().next();
    int dot = name.indexOf('.');
    if (names.size() > 1 || dot <= 0 || dot == name.length() - 1) {
      return Optional.empty();
    }
    // as it is written: here a collection may be called *
    Namespace named = new Namespace(name.substring(0, dot), name.substring(dot + 1));
    return Optional.of(named).filter(n -> holds(n) && n.isWatchedCollection());
  }

  private boolean holds(Namespace other) {
    return (database == null || database.equals(other.database))
        && (collection == null || collection.equals(other.collection));
  }

  private boolean isWatchedCollection() {
    return database != null
        && collection != null
        && !SERVERS_OWN.contains(database)
        && !collection.startsWith("system.");
  }

  @Override
  public String toString() {
    return database == null ? ALL : database + "." + (collection == null ? ALL : collection);
  }
}
