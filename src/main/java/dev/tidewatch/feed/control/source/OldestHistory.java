package dev.tidewatch.feed.control.source;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoExecutionTimeoutException;
import dev.tidewatch.feed.control.source.StreamFailure.Kind;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.stream.ChangeStream;
import java.time.Duration;
import java.util.Optional;
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

  /** The same for the first event of all, which is looked for once. */
  private static final Duration FIRST_LIMIT = Duration.ofSeconds(3);

  private static final Duration LOOK_AGAIN = Duration.ofHours(1);

  // a server does not take the time 0
  private static final BsonTimestamp EPOCH = new BsonTimestamp(1, 0);

  private final FeedStreamFactory streams;
  // of a server that never lost any; null if unknown. Guarded by this
  private BsonTimestamp first;
  // when it was last looked for in vain; null if never. Guarded by this
  private Long gaveUpNanos;
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

  /**
   * The time from which the server has history. If it never lost any, that of the first event of
   * the feed's collections.
   *
   * @param latest the latest result
   * @return empty if the server never lost any and does not come to an event soon
   * @throws com.mongodb.MongoException if the server cannot tell now
   */
  Optional<BsonTimestamp> begin(BsonTimestamp latest) {
    return isKept(EPOCH) ? firstEvent() : Optional.of(find(EPOCH, latest));
  }

  /** Looks once an hour at most if the server takes long to go through its oplog. */
  private synchronized Optional<BsonTimestamp> firstEvent() {
    long now = System.nanoTime();
    if (first == null && (gaveUpNanos == null || now - gaveUpNanos > LOOK_AGAIN.toNanos())) {
      StreamOpening there = opening(EPOCH).withoutWaiting().within(FIRST_LIMIT);
      try (ChangeStream stream = streams.exactly(there)) {
        first =
            stream
                .tryNext()
                .flatMap(event -> Position.of(event.getDocument("_id")).clusterTime())
                .orElse(null);
      } catch (MongoExecutionTimeoutException e) {
        gaveUpNanos = now;
      }
    }
    return Optional.ofNullable(first);
  }

  private static StreamOpening opening(BsonTimestamp time) {
    return StreamOpening.after(Position.ofTime(time, null), 1).atItsTime().asBare().within(LIMIT);
  }

  /** Whether the server has everything from a time on. */
  boolean isKept(BsonTimestamp time) {
    try (ChangeStream stream = streams.exactly(opening(time))) {
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
