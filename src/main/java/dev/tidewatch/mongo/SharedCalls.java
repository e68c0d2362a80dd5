package dev.tidewatch.mongo;

import com.mongodb.MongoOperationTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks things up by a key, those together that are asked for at the same time: who asks while
 * {@value #AT_ONCE} calls are under way shares the next one with all who wait. So one who is alone
 * waits for nobody, and of many the database has the work of a few.
 *
 * <p>Each question counts among MongoCalls' own, and has the same time. Any thread.
 *
 * @param <K> what is asked by; equal keys have equal answers
 * @param <V> what is found
 */
public final class SharedCalls<K, V> {

  static final int AT_ONCE = 4;

  /** Few enough to be held at once, should they be large. */
  static final int TOGETHER = 32;

  /** What is asked of the database; runs within the deadline, or throws. */
  @FunctionalInterface
  public interface Call<K, V> {

    /** What there is for each of the keys; nothing for those that have nothing. */
    Map<K, V> within(Deadline deadline, Set<K> keys) throws Exception;
  }

  private final MongoCalls calls;
  private final Call<K, V> call;
  private final Queue<Question<K, V, ?>> waiting = new ConcurrentLinkedQueue<>();
  private final Semaphore free = new Semaphore(AT_ONCE);

  /** Calls on the threads of those calls. */
  public SharedCalls(MongoCalls calls, Call<K, V> call) {
    this.calls = calls;
    this.call = call;
  }

  /**
   * Asks. The stage ends with what is made of the answer, on a thread of the calls; or with exactly
   * what that, or the call, threw; with TooManyCallsException if it was not begun.
   */
  public <T> CompletionStage<T> begin(K key, Function<Optional<V>, T> answer) {
    CompletableFuture<T> result = new CompletableFuture<>();
    if (!calls.enter()) {
      result.completeExceptionally(new TooManyCallsException());
      return result;
    }
    waiting.add(new Question<>(key, calls.deadline(), answer, result));
    callIfFree();
    return result;
  }

  private void callIfFree() {
    if (free.tryAcquire() && !calls.execute(this::callWhileAsked)) {
      free.release();
      // the server stops
      for (Question<K, V, ?> asked = waiting.poll(); asked != null; asked = waiting.poll()) {
        fail(asked, new TooManyCallsException());
      }
    }
  }

  private void callWhileAsked() {
    try {
      for (List<Question<K, V, ?>> asked = next(); !asked.isEmpty(); asked = next()) {
        call(asked);
      }
    } finally {
      free.release();
    }
    if (!waiting.isEmpty()) {
      // it came while the last of the calls ended
      callIfFree();
    }
  }

  private List<Question<K, V, ?>> next() {
    List<Question<K, V, ?>> asked = new ArrayList<>();
    while (asked.size() < TOGETHER) {
      Question<K, V, ?> question = waiting.poll();
      if (question == null) {
        break;
      }
      if (question.deadline().isOver()) {
        fail(question, new MongoOperationTimeoutException("no call was free in time"));
      } else {
        asked.add(question);
      }
    }
    return asked;
  }

  private void call(List<Question<K, V, ?>> asked) {
    Map<K, V> found;
    try {
      // the first has waited longest
      found =
          call.within(
              asked.get(0).deadline(),
              asked.stream().map(Question::key).collect(Collectors.toSet()));
    } catch (Throwable e) {
      asked.forEach(question -> fail(question, e));
      return;
    }
    for (Question<K, V, ?> question : asked) {
      Optional<V> answer = Optional.ofNullable(found.get(question.key()));
      // sending one of many may take long, and must not hold up the others
      if (asked.size() == 1 || !calls.execute(() -> end(question, answer))) {
        end(question, answer);
      }
    }
  }

  private void end(Question<K, V, ?> question, Optional<V> answer) {
    try {
      question.answer(answer);
    } finally {
      calls.leave();
    }
  }

  private void fail(Question<K, V, ?> question, Throwable why) {
    try {
      question.result().completeExceptionally(why);
    } finally {
      calls.leave();
    }
  }

  private record Question<K, V, T>(
      K key, Deadline deadline, Function<Optional<V>, T> then, CompletableFuture<T> result) {

    void answer(Optional<V> found) {
      T answer;
      try {
        answer = then.apply(found);
      } catch (Throwable e) {
        result.completeExceptionally(e);
        return;
      }
      result.complete(answer);
    }
  }
}
