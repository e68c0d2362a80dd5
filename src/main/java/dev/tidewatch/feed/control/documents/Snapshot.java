package dev.tidewatch.feed.control.documents;

import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Position;
import org.bson.BsonBinary;
import org.bson.BsonTimestamp;

/**
 * One moment of a collection. Two are equal if they are of the same collection and time.
 *
 * @param collection the collection
 * @param position the position in the feed's stream that every change up to the moment lies before,
 *     and every later one after; it holds no document key
 * @param uuid what MongoDB knows the collection by; null if it did not exist
 * @param collated whether the collection has a default collation, by which MongoDB compares strings
 * @param documents how many documents MongoDB estimates there are; 0 if unknown
 * @param bytes their estimated size; 0 if unknown
 * @param takenNanos when it was taken, as {@link System#nanoTime} counts
 */
public record Snapshot(
    Namespace collection,
    Position position,
    BsonBinary uuid,
    boolean collated,
    long documents,
    long bytes,
    long takenNanos) {

  /** About as many bytes as a page has, unless a reader asks for another number of documents. */
  private static final long PAGE_BYTES = 512 << 10;

  private static final int LEAST_PAGE = 16;
  private static final int MOST_PAGE = 4096;
  private static final int UNKNOWN_PAGE = 512;

  /** The position of a moment is the first after it. */
  public static BsonTimestamp after(BsonTimestamp time) {
    return new BsonTimestamp(time.getValue() + 1);
  }

  /** The moment, as MongoDB's {@code atClusterTime}. */
  public BsonTimestamp time() {
    return new BsonTimestamp(position.clusterTime().orElseThrow().getValue() - 1);
  }

  /** How many documents to read at once, so that equal readers ask for equal pages. */
  public int pageSize() {
    if (documents == 0 || bytes == 0) {
      return UNKNOWN_PAGE;
    }
    return (int) Math.max(LEAST_PAGE, Math.min(MOST_PAGE, PAGE_BYTES * documents / bytes));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Snapshot snapshot
        && position.equals(snapshot.position)
        && collection.equals(snapshot.collection);
  }

  @Override
  public int hashCode() {
    return position.hashCode();
  }
}
