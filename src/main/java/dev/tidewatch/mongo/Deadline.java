package dev.tidewatch.mongo;

import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.client.MongoCollection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The time by which an answer must be ready, however many calls it takes.
 *
 * @param nanoTime in terms of System.nanoTime()
 */
public record Deadline(long nanoTime) {

  /** A deadline that is a duration from now. */
  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** Whether it has passed. */
  public boolean isOver() {
    return nanoTime - System.nanoTime() <= 0;
  }

  /**
   * A view of the collection whose calls fail with MongoOperationTimeoutException after the
   * deadline. Throws the same if the deadline has passed.
   */
  public <T> MongoCollection<T> limit(MongoCollection<T> collection) {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanoTime - System.nanoTime());
    if (millis <= 0) {
      throw new MongoOperationTimeoutException("no time is left for the database");
    }
    return collection.withTimeout(millis, TimeUnit.MILLISECONDS);
  }
}
