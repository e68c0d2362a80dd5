package dev.tidewatch.feed.control.source;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoExecutionTimeoutException;
import dev.tidewatch.feed.control.source.StreamFailure.Kind;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.stream.ChangeStream;
import java.time.Duration;
import org.bson.BsonTimestamp;

/**
 * Finds the time from which a server has history. The oplog would tell, but an application's user
 * may rarely read it, and a router of a sharded cluster has none. So this opens the feed's own
 * stream at times in between, which a server refuses at once if it no longer has them, and halves
 * the range each time: about 60 times from 1970, each a few milliseconds.
 *
 * <p>Thread-safe. Blocks as long as the server works; threads that ask at the same time wait for
 * each other, and the second then needs one attempt.
 */
final class OldestHistory {

  /**
   * How long the server may look for a first event. One that takes longer has found the time
   * itself.
   */
  private static final Duration LIMIT = Duration.ofMillis(100);

  private final FeedStreamFactory streams;
  // the latest result; all before it is lost. Guarded by this
  private BsonTimestamp found;

  OldestHistory(FeedStreamFactory streams) {
    this.streams = streams;
  }

  /**
   * The earliest time from which the server has everything.
   *
   * @param lost a time that it no longer has
   * @param latest the latest result
   * @return {@code latest} if the server does not have what follows it either
   * @throws com.mongodb.MongoException if the server cannot tell now
   */
  synchronized BsonTimestamp find(BsonTimestamp lost, BsonTimestamp latest) {
    long low = lost.getValue();
    if (found != null && found.compareTo(lost) > 0 && found.compareTo(latest) <= 0) {
      if (isKept(found)) {
        return found;
      }
      low = found.getValue();
    }
    if (!isKept(latest)) {
      return latest;
    }
    long high = latest.getValue();
    while (Long.compareUnsigned(high - low, 1) > 0) {
      long middle = low + Long.divideUnsigned(high - low, 2);
      if (isKept(new BsonTimestamp(middle))) {
        high = middle;
      } else {
        low = middle;
      }
    }
    found = new BsonTimestamp(high);
    return found;
  }

  /** Whether the server has everything from a time on. */
  boolean isKept(BsonTimestamp time) {
    StreamOpening there =
        StreamOpening.after(Position.ofTime(time, null), 1).atItsTime().asBare().within(LIMIT);
    try (ChangeStream stream = streams.exactly(there)) {
      stream.open();
      return true;
    } catch (MongoExecutionTimeoutException e) {
      return true;
    } catch (MongoCommandException e) {
      Kind kind = StreamFailure.of(e, true).kind();
      if (kind == Kind.HISTORY_LOST) {
        return false;
      }
      if (kind == Kind.OVERSIZED) {
        return true;
      }
      throw e;
    }
  }
}
