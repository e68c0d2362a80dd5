package dev.tidewatch.mongo;

import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.client.MongoCollection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Until when an answer must be there, however many calls it takes.
 *
 * @param nanoTime as System.nanoTime() counts
 */
public record Deadline(long nanoTime) {

  /** So long from now. */
  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** Whether it has passed. */
  public boolean isOver() {
    return nanoTime - System.nanoTime() <= 0;
  }

  /**
   * The collection, whose calls fail with MongoOperationTimeoutException when the time is over; so
   * does this, if it is over already.
   */
  public <T> MongoCollection<T> limit(MongoCollection<T> collection) {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanoTime - System.nanoTime());
    if (millis <= 0) {
      throw new MongoOperationTimeoutException("no time is left for the database");
    }
    return collection.withTimeout(millis, TimeUnit.MILLISECONDS);
  }
}
