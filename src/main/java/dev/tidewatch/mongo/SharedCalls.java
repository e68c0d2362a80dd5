package dev.tidewatch.mongo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Looks things up by a key, those together that are asked for at the same time: who asks while a
 * call is under way, or its answers are being sent, shares the next one with all who wait. So one
 * who is alone waits for nobody, and of many the database has the work of a few.
 *
 * <p>A call begins beside others, up to {@value #AT_ONCE}, only when {@value #BESIDE} wait; and one
 * that does not get on for {@link #PATIENCE} makes way for another. Each question counts among
 * MongoCalls' own, and has the same time. Any thread.
 *
 * @param <K> what is asked by; equal keys have equal answers
 * @param <V> what is found
 */
public final class SharedCalls<K, V> {

  static final int AT_ONCE = 4;

  /** Few enough to be held at once, should they be large. */
  static final int TOGETHER = 64;

  /** So many must wait for a call to begin beside others. */
  static final int BESIDE = 32;

  /** That many threads send the answers of a call. */
  static final int SENDERS = 4;

  /** Far more than a call and its answers take where nothing hangs, and little for who waits. */
  static final Duration PATIENCE = Duration.ofMillis(50);

  /** What is asked of the database; runs within the deadline, or throws. */
  @FunctionalInterface
  public interface Call<K, V> {

    /** What there is for each of the keys; nothing for those that have nothing. */
    Map<K, V> within(Deadline deadline, Set<K> keys) throws Exception;
  }

  private final MongoCalls calls;
  private final Call<K, V> call;
  private final Questions<K, V> waiting = new Questions<>();
  private final AtomicInteger callers = new AtomicInteger();
  private final Set<SharedCall<K, V>> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean watched = new AtomicBoolean();

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
    waiting.add(new Question<>(calls, key, calls.deadline(), answer, result));
    callIfDue();
    return result;
  }

  private void callIfDue() {
    if (begins()) {
      calls.execute(this::callWhileDue, this::refuseAll);
    }
  }

  private void refuseAll() {
    callers.decrementAndGet();
    waiting
        .take(Integer.MAX_VALUE)
        .forEach(question -> question.fail(TooManyCallsException.serverStops()));
  }

  /** Counts a call more if it is time for one. */
  private boolean begins() {
    int now = callers.get();
    boolean due = now == 0 ? !waiting.isEmpty() : now < AT_ONCE && waiting.size() >= BESIDE;
    return due && callers.compareAndSet(now, now + 1);
  }

  private void callWhileDue() {
    do {
      List<Question<K, V, ?>> asked = waiting.take(TOGETHER);
      // another caller may have taken all
      if (!asked.isEmpty() && !callFor(asked)) {
        return;
      }
      callers.decrementAndGet();
    } while (begins());
  }

  private boolean callFor(List<Question<K, V, ?>> asked) {
    SharedCall<K, V> shared = new SharedCall<>(asked);
    underWay.add(shared);
    watch();
    shared.run(call);
    for (int senders = 1; senders < Math.min(asked.size(), SENDERS); senders++) {
      help(shared);
    }
    return send(shared);
  }

  /** Has one more thread send answers; if the application ends first, those that send do it all. */
  private void help(SharedCall<K, V> shared) {
    calls.execute(() -> sendAndGoOn(shared), () -> {});
  }

  private void sendAndGoOn(SharedCall<K, V> shared) {
    if (send(shared)) {
      callers.decrementAndGet();
      if (begins()) {
        callWhileDue();
      }
    }
  }

  /** Whether it falls to this thread to see to the next call. */
  private boolean send(SharedCall<K, V> shared) {
    if (!shared.send()) {
      return false;
    }
    underWay.remove(shared);
    return shared.takeTurn();
  }

  private void watch() {
    if (watched.compareAndSet(false, true)) {
      calls.later(PATIENCE, this::relieve);
    }
  }

  /** What stands where it stood the last time holds up nobody any longer. */
  private void relieve() {
    for (SharedCall<K, V> shared : underWay) {
      if (shared.hasMoved()) {
        continue;
      }
      if (shared.takeTurn()) {
        callers.decrementAndGet();
        callIfDue();
      }
      if (shared.hasUnsent()) {
        help(shared);
      }
    }
    watched.set(false);
    if (!underWay.isEmpty()) {
      watch();
    }
  }
}
