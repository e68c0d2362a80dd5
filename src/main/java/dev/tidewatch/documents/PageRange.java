package dev.tidewatch.documents;

/**
 * Which documents a page holds.
 *
 * @param limit the most documents, at least 1
 * @param skip how many to skip; MongoDB counts through them, so {@code after} is faster
 * @param after only documents after this {@code _id} in the order; null for all
 */
public record PageRange(int limit, int skip, DocumentId after) {

  /** The most documents that one answer holds. */
  public static final int MOST = 1000;
}
