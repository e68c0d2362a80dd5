package dev.tidewatch.mongo;

import com.mongodb.MongoOperationTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * Looks values up by key. A lone lookup never waits. Lookups that arrive while a query is in
 * progress share the next query, its failure and the earliest of their deadlines. Thread-safe.
 */
public final class LookupBatcher<K, V> {
  static final int MAX_BATCH = 64; // their values are in memory at once
  static final Duration STALL_TIMEOUT = Duration.ofMillis(50); // then the next query may begin

  private record Batch<K, V>(Map<K, Deadline> keys, CompletableFuture<Map<K, V>> found) {}

  private final DatabaseBulkhead bulkhead;
  private final BiFunction<Deadline, Set<K>, Map<K, V>> query;
  private final Deque<Batch<K, V>> waiting = new ArrayDeque<>();
  private Object inProgress;

  /** The query returns the values of the keys that have one, at most until the deadline. */
  public LookupBatcher(DatabaseBulkhead bulkhead, BiFunction<Deadline, Set<K>, Map<K, V>> query) {
    this.bulkhead = bulkhead;
    this.query = query;
  }

  /** The stage fails as the query does; with TooManyCallsException if the bulkhead is full. */
  public CompletionStage<Optional<V>> find(K key) {
    return bulkhead.admit(() -> join(key));
  }

  private CompletionStage<Optional<V>> join(K key) {
    Batch<K, V> batch = add(key);
    replace(null);
    // one task for each answer, so that a slow client delays no other
    return batch.found.thenApplyAsync(
        found -> {
          if (!batch.keys.containsKey(key)) {
            throw new MongoOperationTimeoutException("no thread was free in time");
          }
          return Optional.ofNullable(found.get(key));
        },
        task -> bulkhead.execute(task, task));
  }

  private synchronized Batch<K, V> add(K key) {
    if (waiting.isEmpty() || waiting.getLast().keys.size() == MAX_BATCH) {
      waiting.add(new Batch<>(new LinkedHashMap<>(), new CompletableFuture<>()));
    }
    waiting.getLast().keys.putIfAbsent(key, bulkhead.deadline());
    return waiting.getLast();
  }

  /** Begins the next query if only the given one held it up; null if none did. */
  private void replace(Object ended) {
    Object next = new Object();
    synchronized (this) {
      if (inProgress != ended || waiting.isEmpty()) {
        inProgress = inProgress == ended ? null : inProgress;
        return;
      }
      inProgress = next;
    }
    bulkhead.execute(
        () -> run(next),
        () -> {
          poll().found.completeExceptionally(TooManyCallsException.serverStops());
          replace(next);
        });
  }

  private void run(Object self) {
    Batch<K, V> batch = poll();
    bulkhead.later(STALL_TIMEOUT, () -> replace(self));
    batch.keys.values().removeIf(Deadline::isOver);
    try {
      Optional<Deadline> earliest = batch.keys.values().stream().findFirst();
      batch.found.complete(
          earliest.map(time -> query.apply(time, batch.keys.keySet())).orElse(Map.of()));
    } catch (Throwable e) {
      batch.found.completeExceptionally(e);
    }
    // queued behind the answers, so that clients that ask again at once share the query
    replace(self);
  }

  private synchronized Batch<K, V> poll() {
    return waiting.poll();
  }
}
