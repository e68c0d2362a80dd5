package dev.tidewatch.documents;

/**
 * Which documents a page is to hold.
 *
 * @param limit the most of them, at least 1
 * @param skip how many to leave out first; MongoDB counts through them, so {@code after} is better
 * @param after only those that come after this {@code _id} in the order; null for all
 */
public record PageRange(int limit, int skip, DocumentId after) {

  /** The most documents that one answer holds. */
  public static final int MOST = 1000;
}
