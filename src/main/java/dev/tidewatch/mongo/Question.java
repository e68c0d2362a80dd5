package dev.tidewatch.mongo;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What somebody asks of the database, who counts among those calls until told.
 *
 * @param then what is made of the answer, and is the result
 */
record Question<K, V, T>(
    MongoCalls calls,
    K key,
    Deadline deadline,
    Function<Optional<V>, T> then,
    CompletableFuture<T> result) {

  void answer(Optional<V> found) {
    T answer;
    try {
      answer = then.apply(found);
    } catch (Throwable e) {
      fail(e);
      return;
    }
    try {
      result.complete(answer);
    } finally {
      calls.leave();
    }
  }

  void fail(Throwable why) {
    try {
      result.completeExceptionally(why);
    } finally {
      calls.leave();
    }
  }
}
