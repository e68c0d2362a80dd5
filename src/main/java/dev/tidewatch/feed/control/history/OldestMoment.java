package dev.tidewatch.feed.control.history;

import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.entity.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bson.BsonTimestamp;

/**
 * The moment from which MongoDB has a feed's history, for those that ask. It moves on as the oplog
 * does, so it is looked up again once it is {@link #FRESH} old, and only if somebody asks.
 *
 * <p>Thread-safe. Bound: one look-up at a time, on a thread of the executor.
 */
public final class OldestMoment {

  /** How long a result serves. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  /** The same if there is none: the feed may have no change yet, or MongoDB may be away. */
  private static final Duration FRESH_UNKNOWN = Duration.ofSeconds(10);

  private final ChangeLog log;
  private final FeedStreamFactory streams;
  private final Executor executor;

  // guarded by this
  private Instant known;
  private CompletableFuture<Void> lookup;
  private long begunNanos;

  /** Does nothing before it is asked. */
  public OldestMoment(ChangeLog log, FeedStreamFactory streams, Executor executor) {
    this.log = log;
    this.streams = streams;
    this.executor = executor;
  }

  /**
   * A whole second; every change since then can be read, as far as is known.
   *
   * @param patience how long the caller waits for a first result
   * @return empty while unknown: MongoDB cannot tell, or has not answered yet
   */
  public Optional<Instant> get(Duration patience) {
    CompletableFuture<Void> first;
    long left;
    synchronized (this) {
      begin();
      if (known != null || lookup == null) {
        return Optional.ofNullable(known);
      }
      first = lookup;
      left = patience.toNanos() - (System.nanoTime() - begunNanos);
    }
    await(first, left);
    synchronized (this) {
      return Optional.ofNullable(known);
    }
  }

  /** Begins a look-up if one is due. Call with the lock held. */
  private void begin() {
    Duration fresh = known == null ? FRESH_UNKNOWN : FRESH;
    boolean due = lookup == null || System.nanoTime() - begunNanos > fresh.toNanos();
    if (!due || lookup != null && !lookup.isDone()) {
      return;
    }
    BsonTimestamp latest =
        Optional.ofNullable(log.head()).flatMap(Position::clusterTime).orElse(null);
    if (latest == null) {
      return;
    }
    CompletableFuture<Void> next = new CompletableFuture<>();
    try {
      executor.execute(() -> look(latest, next));
      lookup = next;
      begunNanos = System.nanoTime();
    } catch (RejectedExecutionException | IllegalStateException e) {
      // the server is stopping
    }
  }

  private void look(BsonTimestamp latest, CompletableFuture<Void> done) {
    Instant found = null;
    try {
      found = streams.oldest(latest).map(OldestMoment::nextSecond).orElse(null);
    } catch (Throwable e) {
      // unknown until the next look-up; the watch reports the cause
    } finally {
      synchronized (this) {
        known = found;
      }
      done.complete(null);
    }
  }

  /** The first whole second that is not before a time, because readers begin at whole seconds. */
  private static Instant nextSecond(BsonTimestamp time) {
    long second = Integer.toUnsignedLong(time.getTime());
    return Instant.ofEpochSecond(time.getInc() == 0 ? second : second + 1);
  }

  private static void await(CompletableFuture<Void> lookup, long nanos) {
    try {
      lookup.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // unknown yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
